#!/usr/bin/env node
// A `solc` for py-solc-x, Brownie and Slither: npm's official build behind the native compiler's command line.
// Answers --version and --standard-json; imports resolve against the working directory and node_modules/.
"use strict";

const fs = require("fs");
const path = require("path");

const root = path.dirname(__dirname);
const modules = path.join(root, "node_modules");
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

function main(args) {
  if (args.includes("--version")) return version();
  if (args.includes("--standard-json")) {
    return compiler().compile(fs.readFileSync(0, "utf8"), { import: read }) + "\n";
  }
  process.exitCode = 1;
  return "usage: solc --version | solc --standard-json < input.json\n";
}

// No process.exit after this write: it would cut the output at a pipe's 64 KiB.
process.stdout.write(main(process.argv.slice(2)));
