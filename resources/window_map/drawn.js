"use strict";
// The content made ready to be drawn. Positions are in pixels of the whole world at zoom 0.

function worldPoint([lat, lon]) {
  const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 0);
  return [point.x, point.y];
}

function worldLine(way) {
  const points = typeof way[0] === "string" ? way.flatMap(decoded) : way;
  const line = new Float64Array(2 * points.length);
  points.forEach((point, i) => line.set(worldPoint(point), 2 * i));
  return line;
}

function boxOf(line) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    box[0] = Math.min(box[0], line[i]);
    box[1] = Math.min(box[1], line[i + 1]);
    box[2] = Math.max(box[2], line[i]);
    box[3] = Math.max(box[3], line[i + 1]);
  }
  return box;
}

// A mark for everything that can be pointed at, and the lines of routes.
class Drawn {
  constructor(shown) {
    const mark = (kind, first, second, thing) => {
      const [x, y] = worldPoint(thing.at);
      return { kind, first, second, thing, x, y, at: L.latLng(thing.at), tip: thing.tip, late: thing.late };
    };
    const marks = (kind) => (shown[kind] || []).map((thing, i) => mark(kind.replace(/s$/, ""), i, 0, thing));
    this.routes = (shown.routes || []).map((route, i) => {
      const line = worldLine(route.way);
      return {
        number: route.number, tip: route.tip, line, box: boxOf(line),
        stops: route.stops.map((stop, j) => mark("stop", i, j, stop)),
      };
    });
    this.unassigned = marks("unassigned");
    this.orders = marks("orders");
    this.warehouses = marks("warehouses");
  }

  get marks() {
    const stops = this.routes.flatMap((route) => route.stops);
    return [...stops, ...this.unassigned, ...this.orders, ...this.warehouses];
  }

  find(kind, first, second) {
    const group = { stop: this.routes[first]?.stops, unassigned: this.unassigned, order: this.orders, warehouse: this.warehouses };
    return group[kind]?.[kind === "stop" ? second : first];
  }

  // Corners of all that a route, or the whole plan, reaches; null where there is nothing.
  bounds(route) {
    const marks = route ? route.stops : this.marks.filter((mark) => mark.kind !== "warehouse");
    const lines = route ? [route] : this.routes;
    const bounds = L.latLngBounds((marks.length ? marks : this.warehouses).map((mark) => mark.at));
    for (const { box } of lines) {
      if (box[0] > box[2]) continue;
      bounds.extend(L.CRS.EPSG3857.pointToLatLng(L.point(box[0], box[1]), 0));
      bounds.extend(L.CRS.EPSG3857.pointToLatLng(L.point(box[2], box[3]), 0));
    }
    return bounds.isValid() ? bounds : null;
  }
}
