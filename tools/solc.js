#!/usr/bin/env node
// A `solc` for py-solc-x, Brownie and Slither: npm's official build behind the native compiler's command line.
// Answers --version and --standard-json; imports resolve against the working directory and node_modules/.
"use strict";

const fs = require("fs");
const path = require("path");

const root = path.dirname(__dirname);
const solc = require(path.join(root, "node_modules", "solc"));

function version() {
  return `solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`;
}

function read(name) {
  const places = [process.cwd(), root, path.join(root, "node_modules")];
  const found = places.map((place) => path.resolve(place, name)).find((file) => fs.existsSync(file));
  return found ? { contents: fs.readFileSync(found, "utf8") } : { error: `File not found: ${name}` };
}

function main(args) {
  if (args.includes("--version")) return version();
  if (args.includes("--standard-json")) {
    return solc.compile(fs.readFileSync(0, "utf8"), { import: read }) + "\n";
  }
  process.exitCode = 1;
  return "usage: solc --version | solc --standard-json < input.json\n";
}

// No process.exit after this write: it would cut the output at a pipe's 64 KiB.
process.stdout.write(main(process.argv.slice(2)));
