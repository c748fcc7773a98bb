#!/usr/bin/env node
// A `solc` for py-solc-x, Brownie and Slither: npm's official build behind the native compiler's command line.
// Answers --version and --standard-json; imports resolve against the working directory and node_modules/.
// Code for everything is made on every core (or SOLC_THREADS of them), to the same bytes: the compiler itself uses one.
"use strict";

const fs = require("fs");
const os = require("os");
const path = require("path");
const { Worker, isMainThread, parentPort, workerData } = require("worker_threads");

const root = path.dirname(__dirname);
const modules = path.join(root, "node_modules");
const MOST_THREADS = 4; // Each takes about 400 MB, and reads all sources anew.
const compiler = () => require(path.join(modules, "solc"));

function version() {
  return `solc, the solidity compiler commandline interface\nVersion: ${kept()}\n`;
}

// To load the compiler takes a second, and Brownie asks for its version once a contract.
function kept() {
  const number = require(path.join(modules, "solc", "package.json")).version;
  const place = path.join(modules, ".cache", `solc-${number}`);
  if (fs.existsSync(place)) return fs.readFileSync(place, "utf8");
  const told = compiler().version();
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(`${place}.${process.pid}`, told);
  fs.renameSync(`${place}.${process.pid}`, place); // Two may ask at once; neither reads a half.
  return told;
}

function read(name) {
  const places = [process.cwd(), root, modules];
  const found = places.map((place) => path.resolve(place, name)).find((file) => fs.existsSync(file));
  return found ? { contents: fs.readFileSync(found, "utf8") } : { error: `File not found: ${name}` };
}

function compile(input) {
  return JSON.parse(compiler().compile(JSON.stringify(input), { import: read }));
}

// The same sources, so that every id is the same; other outputs.
function asking(input, outputSelection) {
  return { ...input, settings: { ...input.settings, outputSelection } };
}

// Everything of everything, as a compilation of a project asks, may be made in parts.
async function compiled(input) {
  const { "*": { "*": ofContracts = [], "": ofFiles = [] } = {}, ...rest } = input.settings.outputSelection || {};
  const threads = Number(process.env.SOLC_THREADS) || Math.min(os.availableParallelism(), MOST_THREADS);
  if (threads < 2 || ofContracts.length === 0 || Object.keys(rest).length) return compile(input);
  const whole = compile(asking(input, { "*": { "": ofFiles.length ? ofFiles : ["ast"] } }));
  if (!whole.sources) return whole; // It has errors.
  const parts = await Promise.all(dealt(Object.keys(whole.sources), threads).map((files) => part(input, files, ofContracts)));
  return together(whole, parts);
}

// What a part says that the whole has not said is about its code.
function together(whole, parts) {
  const contracts = parts.flatMap((it) => Object.entries(it.contracts || {}));
  const said = new Set((whole.errors || []).map((it) => it.formattedMessage));
  const more = parts.flatMap((it) => it.errors || []).filter((it) => !said.has(it.formattedMessage));
  contracts.sort(([one], [other]) => (one < other ? -1 : 1));
  return { ...whole, errors: [...(whole.errors || []), ...more], contracts: Object.fromEntries(contracts) };
}

// In turn, so that a folder of large contracts does not make one part the longest.
function dealt(files, hands) {
  return Array.from({ length: hands }, (_, hand) => files.filter((_, place) => place % hands === hand));
}

function part(input, files, outputs) {
  const selection = Object.fromEntries(files.map((file) => [file, { "*": outputs }]));
  return new Promise((resolve, reject) => {
    const worker = new Worker(__filename, { workerData: asking(input, selection) });
    worker.once("message", resolve).once("error", reject);
  });
}

async function main(args) {
  if (args.includes("--version")) return version();
  if (args.includes("--standard-json")) {
    return JSON.stringify(await compiled(JSON.parse(fs.readFileSync(0, "utf8")))) + "\n";
  }
  process.exitCode = 1;
  return "usage: solc --version | solc --standard-json < input.json\n";
}

// No process.exit after this write: it would cut the output at a pipe's 64 KiB.
if (isMainThread) main(process.argv.slice(2)).then((text) => process.stdout.write(text));
else parentPort.postMessage(compile(workerData));
