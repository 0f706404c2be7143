"use strict";
// What stands beside the map: figures, the list of routes, stops of the chosen one, orders left out.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// A heading with facts beneath it; what a popup shows.
function factTable(title, rows, texts) {
  const box = element("div", "facts");
  box.append(element("h3", "", title));
  const table = element("table");
  for (const [name, value] of rows) {
    if (!value) continue;
    const row = table.insertRow();
    row.className = name;
    row.append(element("th", "", texts[name] || ""), element("td", "", value));
  }
  box.append(table);
  return box;
}

// A piece of a route's line with its number on it, as on the map.
function routeBadge(route) {
  const look = routeLook(route.number);
  const badge = element("span", "badge", String(route.number));
  badge.style.backgroundColor = look.hue;
  badge.style.color = inkOn(look.hue);
  badge.style.outlineColor = look.hue;
  badge.classList.toggle("dashed", Boolean(look.dash));
  return badge;
}

function stopNumber(stop) {
  return stop.number ? String(stop.number) : "↻";
}

// What a stop is called: a stop to deliver at, a pickup, or a reload.
function wordOf(stop, texts) {
  return texts[stop.kind] || texts.stop;
}

function lineOf(...parts) {
  const line = element("span", "line");
  line.append(...parts);
  return line;
}

function wordsOf(...lines) {
  const words = element("span", "words");
  words.append(...lines);
  return words;
}

// The start or the end of a route, at a warehouse.
function endRow([clock, name]) {
  const row = element("div", "row stop");
  row.append(element("span", "number", "■"), element("span", "clock", clock), element("span", "name", name));
  return row;
}

function stopRow(stop, show, texts) {
  const row = element("button", "row stop");
  row.type = "button";
  row.append(element("span", "number", stopNumber(stop)));
  row.append(element("span", stop.late ? "clock late" : "clock", stop.clock));
  row.append(element("span", "name", stop.name));
  if (stop.kind !== "delivery") row.append(element("span", "kind quiet", wordOf(stop, texts)));
  row.addEventListener("click", show);
  return row;
}

function routeRow(route, index, actions, texts) {
  const item = element("li");
  const row = element("button", "row route");
  row.type = "button";
  const late = route.late ? `${texts.late} ${route.late}` : "";
  row.append(routeBadge(route), wordsOf(
    lineOf(element("span", "name", route.name), element("span", "span", route.span)),
    lineOf(element("span", "quiet", route.facts.join(" · ")), element("span", "late", late)),
  ));
  row.addEventListener("click", () => actions.selectRoute(index));
  const stops = element("div", "stops");
  stops.hidden = true;
  if (route.driver) stops.append(element("div", "driver quiet", route.driver));
  stops.append(endRow(route.leaves));
  route.stops.forEach((stop, i) => {
    stops.append(stopRow(stop, () => actions.showStop(index, i), texts));
  });
  if (route.returns) stops.append(endRow(route.returns));
  item.append(row, stops);
  return { item, row, stops };
}

function unassignedRow(order, show) {
  const row = element("button", "row unassigned");
  row.type = "button";
  row.disabled = !order.at;
  row.append(element("span", "hollow"), wordsOf(
    element("span", "name", order.order), element("span", "quiet", order.reason),
  ));
  row.addEventListener("click", show);
  return row;
}

// The signs of the map; pickups and reloads only where the plan has some.
function keyOfSigns({ routes, texts }) {
  const key = element("ul", "key");
  const kinds = new Set(routes.flatMap((route) => route.stops.map((stop) => stop.kind)));
  const special = ["pickup", "reload"].filter((kind) => kinds.has(kind));
  for (const name of ["warehouse", "stop", ...special, "late", "unassigned"]) {
    const entry = element("li");
    entry.append(element("span", `sign ${name}`), element("span", "", texts[name]));
    key.append(entry);
  }
  return key;
}

function counted(name, things) {
  const heading = element("h2", "", `${name} `);
  heading.append(element("span", "quiet", String(things.length)));
  return heading;
}

function figuresLine(figures) {
  const line = element("footer");
  for (const figure of figures) {
    const box = element("span", "figure");
    box.append(element("span", "quiet", figure.label), element("b", figure.tone, figure.value));
    line.append(box);
  }
  return line;
}

// Builds the panel; the returned function marks the chosen route.
function buildPanel(content, actions) {
  const { texts } = content;
  const panel = element("aside");
  const head = element("header");
  head.append(element("h1", "", content.title), element("div", "quiet", content.subtitle));
  const all = element("button", "all", texts.all_routes);
  all.type = "button";
  all.addEventListener("click", () => actions.selectRoute(null));
  const title = element("div", "title");
  title.append(counted(texts.routes, content.routes), all);
  const list = element("ol");
  const rows = content.routes.map((route, i) => routeRow(route, i, actions, texts));
  list.append(...rows.map((row) => row.item));
  panel.append(head, keyOfSigns(content), title, list);
  if (content.unassigned.length) {
    panel.append(counted(texts.unassigned, content.unassigned));
    panel.append(...content.unassigned.map((o, i) => unassignedRow(o, () => actions.showUnassigned(i))));
  }
  document.body.append(panel, figuresLine(content.figures));
  return (chosen) => rows.forEach((row, i) => {
    row.row.setAttribute("aria-pressed", String(i === chosen));
    row.stops.hidden = i !== chosen;
    all.disabled = chosen === null;
    if (i === chosen) row.item.scrollIntoView({ block: "nearest" });
  });
}
