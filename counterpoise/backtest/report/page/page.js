"use strict";
const plots = JSON.parse(document.getElementById("plots").textContent);
const colours = JSON.parse(document.getElementById("colours").textContent);
const night = matchMedia("(prefers-color-scheme: dark)");
const touched = matchMedia("(pointer: coarse)");
const PRINTED = 960; // px, what a page of paper holds across when it lies
const ENTRY = 170, LINE = 20; // px: a name in a legend, and a line of them

// A figure with every colour of the day changed for that of the night.
function dressed(it, dark) {
  if (typeof it === "string") return dark && Object.hasOwn(colours.dark, it) ? colours.dark[it] : it;
  if (Array.isArray(it)) return it.map((each) => dressed(each, dark));
  if (it === null || typeof it !== "object") return it;
  return Object.fromEntries(Object.entries(it).map(([key, each]) => [key, dressed(each, dark)]));
}

// What a legend takes away from a plot is given back to it.
function legendHeight(data, width) {
  const names = new Set(data.filter((it) => it.showlegend !== false && it.name).map((it) => it.name));
  return LINE * Math.ceil(names.size / Math.max(Math.floor(width / ENTRY), 1));
}

function draw(name, dark, width) {
  const place = document.getElementById("plot-" + name);
  const { data, layout } = dressed(plots[name], dark);
  const wide = width || place.clientWidth;
  if (layout.showlegend !== false) layout.height += legendHeight(data, wide);
  if (width) layout.width = width;
  if (touched.matches) layout.dragmode = false; // a finger scrolls the page
  layout.font.family = getComputedStyle(document.body).fontFamily;
  layout.hoverlabel = { bgcolor: colours.paper[+dark], font: { color: colours.ink[+dark] } };
  const modeBarButtons = [["toImage", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"]];
  const config = { responsive: !width, displaylogo: false, modeBarButtons };
  return Plotly.react(place, data, layout, config);
}

function drawAll(dark, width) {
  Object.keys(plots).forEach((name) => draw(name, dark, width));
}

// Numbers by what they are, the highest first; names by the alphabet; what is missing last.
function sort(head) {
  const heads = [...head.parentElement.children], place = heads.indexOf(head);
  const was = head.getAttribute("aria-sort");
  const rises = was === "none" ? place === 0 : was === "descending";
  const key = (row) => row.children[place].dataset.value ?? row.children[place].textContent;
  const order = (a, b) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return (rises ? 1 : -1) * (place ? Number(a) - Number(b) : a.localeCompare(b));
  };
  const body = head.closest("table").tBodies[0];
  body.append(...[...body.rows].sort((a, b) => order(key(a), key(b))));
  heads.forEach((it) => it.setAttribute("aria-sort", "none"));
  head.setAttribute("aria-sort", rises ? "ascending" : "descending");
}

document.querySelectorAll(".sorts thead th").forEach((head) => {
  head.querySelector("button").addEventListener("click", () => sort(head));
});
night.addEventListener("change", () => drawAll(night.matches));
addEventListener("beforeprint", () => drawAll(false, PRINTED));
addEventListener("afterprint", () => drawAll(night.matches));
drawAll(night.matches);
