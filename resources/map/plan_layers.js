"use strict";
// What is drawn on the map: water and green, streets, routes, stops, warehouses.

const ROUTE_HUES = [
  "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C6BB1", "#6B7A00",
];
const DASHES = [null, "9 9", "1 9"];
const NUMBERS_FROM_ZOOM = 14;
const ROUTE_NUMBERS_FROM_ZOOM = 15;
const DIMMED = 0.25;
const RELOAD_UP_PX = 25;

// Widths at zoom 14, the widest roads first, and the zoom from which each group is drawn.
const ROAD_WIDTHS = [5.0, 4.2, 3.6, 2.9, 2.2];
const ROAD_FROM_ZOOM = [0, 0, 9, 11, 12];

// A colour of the style sheet, which knows whether it is day or night.
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

function mixed(hex, other, share) {
  const [a, b] = [channels(hex), channels(other)];
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * share)).join(",")})`;
}

function luminance(hex) {
  const [r, g, b] = channels(hex).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Black or white, whichever reads better on a colour.
function inkOn(hex) {
  return luminance(hex) > 0.179 ? "#000000" : "#FFFFFF";
}

// How a route is told from the others: hue, then dashes and a fainter ground beneath.
function routeLook(number) {
  const hue = ROUTE_HUES[(number - 1) % ROUTE_HUES.length];
  const series = Math.floor((number - 1) / ROUTE_HUES.length) % DASHES.length;
  return { hue, dash: DASHES[series], ground: series ? mixed(hue, colour("tint"), 0.6) : hue };
}

function decoded(polyline) {
  const points = [];
  let at = 0;
  const position = [0, 0];
  while (at < polyline.length) {
    for (let axis = 0; axis < 2; axis += 1) {
      let bits = 0, shift = 0, group;
      do {
        group = polyline.charCodeAt(at) - 63;
        bits += (group & 31) * 2 ** shift;
        shift += 5;
        at += 1;
      } while (group >= 32);
      position[axis] += bits % 2 ? -(bits + 1) / 2 : bits / 2;
    }
    points.push([position[0] / 1e5, position[1] / 1e5]);
  }
  return points;
}

function groundRenderer(map) {
  const pane = map.createPane("ground", map.getPane("tilePane"));
  pane.style.pointerEvents = "none";
  return L.canvas({ pane: "ground", padding: 0.4 });
}

// Green, water and waterways, in this order. Outlines run one way and holes the other, so that
// areas that overlap fill each other's holes only where they should.
class Land {
  constructor(map, renderer, [green = [], water = [], waterways = []]) {
    const common = { renderer, interactive: false, smoothFactor: 1.2 };
    const filled = (outlines) => L.polygon(outlines.map(decoded), {
      ...common, stroke: false, fillOpacity: 1, fillRule: "nonzero",
    }).addTo(map);
    this.green = filled(green);
    this.water = filled(water);
    this.waterways = L.polyline(waterways.map(decoded), common).addTo(map);
    this.map = map;
  }

  restyle() {
    const weight = Math.max(1, 4 * 2 ** ((this.map.getZoom() - 14) * 0.55));
    this.green.setStyle({ fillColor: colour("green") });
    this.water.setStyle({ fillColor: colour("water") });
    this.waterways.setStyle({ color: colour("water"), weight });
  }
}

class Roads {
  constructor(map, renderer, groups) {
    const lines = groups.map((group) => group.map(decoded));
    const drawn = (i) => L.polyline(lines[i], { renderer, interactive: false, smoothFactor: 1.2 });
    const inOrder = groups.map((_, i) => groups.length - 1 - i);
    this.casings = inOrder.map((i) => [i, drawn(i).addTo(map)]);
    this.fills = inOrder.map((i) => [i, drawn(i).addTo(map)]);
    this.map = map;
  }

  restyle() {
    const zoom = this.map.getZoom();
    const grown = 2 ** ((zoom - 14) * 0.55);
    const width = (i) => Math.max(0.8, ROAD_WIDTHS[i] * grown);
    for (const [i, line] of this.casings) {
      const stroke = zoom >= 13 && zoom >= ROAD_FROM_ZOOM[i];
      line.setStyle({ stroke, color: colour("casing"), weight: width(i) + 1.6 });
    }
    for (const [i, line] of this.fills) {
      const name = zoom < 13 && i > 1 ? "road-far" : `road-${i}`;
      line.setStyle({ stroke: zoom >= ROAD_FROM_ZOOM[i], color: colour(name), weight: width(i) });
    }
  }
}

class RouteLine {
  constructor(map, renderer, route) {
    const way = typeof route.way[0] === "string" ? route.way.flatMap(decoded) : route.way;
    const look = routeLook(route.number);
    this.number = route.number;
    const line = (options) => L.polyline(way, {
      renderer, smoothFactor: 1, bubblingMouseEvents: false, ...options,
    }).addTo(map);
    this.map = map;
    this.casing = line({ interactive: false });
    this.ground = line({});
    this.dashes = look.dash && line({ color: look.hue, dashArray: look.dash, lineCap: "butt" });
    this.bounds = L.latLngBounds(way.concat(route.stops.map((stop) => stop.at)));
  }

  on(event, act) {
    for (const line of [this.ground, this.dashes]) if (line) line.on(event, act);
  }

  restyle(opacity, isSelected) {
    const zoom = this.map.getZoom();
    const weight = (zoom < 12 ? 2.5 : zoom < 14 ? 3.2 : 4.5) + (isSelected ? 1.5 : 0);
    this.casing.setStyle({ color: colour("route-casing"), weight: weight + 3, opacity: opacity * 0.9 });
    this.ground.setStyle({ color: routeLook(this.number).ground, weight, opacity });
    if (this.dashes) this.dashes.setStyle({ weight, opacity });
  }

  bringToFront() {
    for (const line of [this.casing, this.ground, this.dashes]) if (line) line.bringToFront();
  }
}

// A circle with its number in it, where goods are fetched a diamond, at a reload a square; late ones
// have a ring, hollow ones nobody serves. Close up the route's number stands before the stop's, and
// the shape is drawn out to hold both.
const StopMark = L.CircleMarker.extend({
  // The warehouse's own sign stands where a vehicle reloads.
  _project() {
    L.CircleMarker.prototype._project.call(this);
    if (this.options.kind !== "reload") return;
    this._point.y -= RELOAD_UP_PX;
    this._updateBounds();
  },

  _updatePath() {
    const renderer = this._renderer;
    if (renderer._drawing && !this._empty()) drawStop(renderer._ctx, this._point, this._radius, this.options);
  },
});

const DIAMOND = 1.4;

// Makes the outline of a stop the current path.
function outline(ctx, at, radius, stretch, kind) {
  ctx.beginPath();
  addOutline(ctx, at, radius, stretch, kind);
}

// Adds the outline of a stop to the current path.
function addOutline(ctx, at, radius, stretch, kind) {
  if (kind === "pickup") return addDiamond(ctx, at, DIAMOND * radius, stretch);
  if (kind === "reload") return ctx.roundRect(at.x - radius - stretch, at.y - radius, 2 * (radius + stretch), 2 * radius, 3);
  ctx.moveTo(at.x - stretch, at.y + radius);
  ctx.arc(at.x - stretch, at.y, radius, Math.PI / 2, -Math.PI / 2);
  ctx.arc(at.x + stretch, at.y, radius, -Math.PI / 2, Math.PI / 2);
  ctx.closePath();
}

function addDiamond(ctx, at, reach, stretch) {
  ctx.moveTo(at.x - stretch - reach, at.y);
  ctx.lineTo(at.x - stretch, at.y - reach);
  ctx.lineTo(at.x + stretch, at.y - reach);
  ctx.lineTo(at.x + stretch + reach, at.y);
  ctx.lineTo(at.x + stretch, at.y + reach);
  ctx.lineTo(at.x - stretch, at.y + reach);
  ctx.closePath();
}

function drawStop(ctx, at, radius, options) {
  const text = radius > 6 ? options.text : "";
  ctx.font = `600 11px ${getComputedStyle(document.body).fontFamily}`;
  const stretch = text ? Math.max(0, ctx.measureText(text).width / 2 + 4 - radius) : 0;
  ctx.globalAlpha = options.opacity;
  ctx.setLineDash([]);
  if (options.ring) {
    outline(ctx, at, radius + 2, stretch, options.kind);
    ctx.lineWidth = 4.5;
    ctx.strokeStyle = options.ring;
    ctx.stroke();
  }
  outline(ctx, at, radius, stretch, options.kind);
  ctx.fillStyle = options.fillColor;
  ctx.fill();
  ctx.lineWidth = options.isHollow ? 2.5 : 1.5;
  ctx.strokeStyle = options.color;
  ctx.stroke();
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = options.ink;
  ctx.fillText(text, at.x, at.y + 0.5);
  ctx.globalAlpha = 1;
}

function stopMark(map, renderer, at, kind) {
  // The weight widens what is redrawn and what a click finds, to the ends of a long number.
  return new StopMark(at, { renderer, kind, weight: 16, bubblingMouseEvents: false }).addTo(map);
}

function stopRadius(zoom, isNumbered) {
  if (isNumbered) return 9.5;
  return zoom < 11 ? 2.5 : zoom < 13 ? 3.5 : 4.5;
}

function warehouseMark(map, warehouse, text) {
  const label = document.createElement("div");
  label.textContent = warehouse.id;
  const icon = L.divIcon({ className: "warehouse", html: label, iconSize: null });
  const mark = L.marker(warehouse.at, { icon, keyboard: false, zIndexOffset: 1000 }).addTo(map);
  mark.bindPopup(() => factTable(`${text.warehouse} ${warehouse.id}`, [["", warehouse.name]], {}));
  return mark;
}
