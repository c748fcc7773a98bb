// Compiles one standard input a line, and stays: the compiler itself takes longer to load than most contracts.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");

const root = path.dirname(path.dirname(__dirname));
const solc = require(path.join(root, "node_modules", "solc"));

function read(name) {
  const places = [root, path.join(root, "node_modules")];
  const found = places.map((place) => path.resolve(place, name)).find((file) => fs.existsSync(file));
  return found ? { contents: fs.readFileSync(found, "utf8") } : { error: `File not found: ${name}` };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  fs.writeSync(1, solc.compile(line, { import: read }).replaceAll("\n", " ") + "\n");
});
