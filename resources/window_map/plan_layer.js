"use strict";
// The plan on one canvas over the tiles. The canvas is larger than the view and moves with the map;
// it is drawn anew only where the view leaves it, the zoom or the content changes, and never more
// than once for a frame of the screen. Positions are kept in pixels of the whole world at zoom 0.

const BUFFER = 0.35;
const MARK_HIT_PX = 12;
const LINE_HIT_PX = 6;
const CHOSEN_NUMBERS_FROM_ZOOM = 13;
const STOP_NUMBERS_FROM_ZOOM = 16;
const ARROWS_FROM_ZOOM = 14;
const ARROW_INK = "#FFFFFF";

const PlanLayer = L.Layer.extend({
  initialize() {
    this.drawn = new Drawn({});
    this.selected = null;
    this.hits = [];
    this.draws = 0;
    this._looks = new Map();
  },

  onAdd(map) {
    this._canvas = L.DomUtil.create("canvas", "plan leaflet-zoom-animated", map.getPanes().overlayPane);
    map.on("move", this._follow, this);
    map.on("resize viewreset zoomend", this._place, this);
    map.on("zoomanim", this._animate, this);
    this.restyle();
    this._place();
  },

  show(drawn) {
    this.drawn = drawn;
    this.redraw();
  },

  select(selected) {
    this.selected = selected;
    this.redraw();
  },

  // Colours come from the style sheet, which knows whether it is day or night.
  restyle() {
    const names = ["panel", "text", "quiet", "accent", "warning", "bad", "route-casing"];
    this.colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
    this.font = getComputedStyle(document.body).fontFamily;
    this._looks.clear();
    this.redraw();
  },

  redraw() {
    if (this._frame || !this._map) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = 0;
      this._draw();
    });
  },

  // What lies under a point of the view: the nearest mark, else the nearest line.
  pick(point) {
    const at = this._map.containerPointToLayerPoint(point).subtract(this._corner);
    let found = null, least = MARK_HIT_PX;
    for (const hit of this.hits) {
      const aside = Math.max(0, Math.abs(hit.x - at.x) - hit.reach);
      const distance = Math.hypot(aside, hit.y - at.y);
      if (distance <= least) [found, least] = [hit.mark, distance];
    }
    return found || this._pickLine(at);
  },

  _pickLine(at) {
    let found = null, least = LINE_HIT_PX;
    this.drawn.routes.forEach((route, first) => {
      const distance = this._sheet.distance(route, at, least);
      const isNearer = first === this._chosen() ? distance < LINE_HIT_PX : distance < least;
      if (isNearer) [found, least] = [{ kind: "route", first, second: 0, tip: route.tip }, distance];
    });
    return found;
  },

  _chosen() {
    return this.selected && ["route", "stop"].includes(this.selected.kind) ? this.selected.first : null;
  },

  _animate({ zoom, center }) {
    const scale = this._map.getZoomScale(zoom, this._zoom);
    L.DomUtil.setTransform(this._canvas, this._map._latLngBoundsToNewLayerBounds(this._bounds, zoom, center).min, scale);
  },

  _follow() {
    if (this._map.getZoom() !== this._zoom) return;
    const from = this._map.containerPointToLayerPoint([0, 0]).subtract(this._corner);
    const to = from.add(this._map.getSize());
    if (from.x < 0 || from.y < 0 || to.x > this._size.x || to.y > this._size.y) this._place();
  },

  _place() {
    const map = this._map, view = map.getSize(), ahead = view.multiplyBy(BUFFER).round();
    this._size = view.add(ahead.multiplyBy(2));
    this._corner = map.containerPointToLayerPoint(ahead.multiplyBy(-1));
    this._zoom = map.getZoom();
    this._bounds = L.latLngBounds(
      map.layerPointToLatLng(this._corner), map.layerPointToLatLng(this._corner.add(this._size)),
    );
    L.DomUtil.setPosition(this._canvas, this._corner);
    this._draw();
  },

  _draw() {
    const { drawn } = this, chosen = this._chosen();
    const sheet = this._sheet = new Sheet(this._canvas, this._size, this._map, this._corner);
    this.hits = [];
    this.draws += 1;
    drawn.routes.forEach((route, i) => i !== chosen && this._drawLine(sheet, route, false));
    drawn.routes.forEach((route, i) => i !== chosen && this._drawStops(sheet, route, false));
    this._drawDots(sheet, drawn.orders, this.colours.quiet, this._zoom >= NUMBERS_FROM_ZOOM ? 6 : stopRadius(this._zoom, false));
    this._drawHollow(sheet, drawn.unassigned);
    if (chosen !== null && drawn.routes[chosen]) {
      this._drawLine(sheet, drawn.routes[chosen], true);
      this._drawStops(sheet, drawn.routes[chosen], true);
    }
    this._drawWarehouses(sheet, drawn.warehouses);
    this._drawSelected(sheet);
  },

  _look(route) {
    if (!this._looks.has(route.number)) {
      const look = routeLook(route.number);
      this._looks.set(route.number, { ...look, ink: inkOn(look.hue) });
    }
    return this._looks.get(route.number);
  },

  _drawLine(sheet, route, isChosen) {
    const { ctx } = sheet, look = this._look(route), isDimmed = !isChosen && this._chosen() !== null;
    const width = (this._zoom < 12 ? 2.5 : this._zoom < 14 ? 3.2 : 4.5) + (isChosen ? 2.5 : 0);
    if (!sheet.trace(route)) return;
    ctx.globalAlpha = isDimmed ? DIMMED : 1;
    if (!isDimmed) sheet.stroke(this.colours["route-casing"], width + 2.5);
    sheet.stroke(look.ground, width);
    if (look.dash) sheet.stroke(look.hue, width, look.dash);
    ctx.globalAlpha = 1;
    if (isChosen && this._zoom >= ARROWS_FROM_ZOOM) sheet.arrows(route, ARROW_INK, width);
  },

  _drawStops(sheet, route, isChosen) {
    const look = this._look(route), anyChosen = this._chosen() !== null;
    const isNumbered = this._zoom >= (isChosen ? CHOSEN_NUMBERS_FROM_ZOOM : NUMBERS_FROM_ZOOM) && (isChosen || !anyChosen);
    sheet.ctx.globalAlpha = isChosen || !anyChosen ? 1 : DIMMED;
    if (isNumbered) {
      for (const mark of route.stops) this._drawNumber(sheet, mark, look, this._label(route, mark, isChosen));
    } else {
      this._drawDots(sheet, route.stops, look.hue, stopRadius(this._zoom, false));
    }
    sheet.ctx.globalAlpha = 1;
  },

  _label(route, mark, isChosen) {
    if (isChosen) return mark.thing.number;
    return this._zoom < STOP_NUMBERS_FROM_ZOOM ? String(route.number) : `${route.number}·${mark.thing.number}`;
  },

  _drawNumber(sheet, mark, look, label) {
    const at = sheet.place(mark);
    if (!at) return;
    const { ctx } = sheet, { kind } = mark.thing, radius = stopRadius(this._zoom, true);
    // The warehouse's own sign stands where a vehicle reloads.
    if (kind === "reload") at.y -= RELOAD_UP_PX;
    ctx.font = `600 11px ${this.font}`;
    const reach = Math.max(0, ctx.measureText(label).width / 2 + 4 - radius);
    outline(ctx, at, radius, reach, kind);
    if (mark.late) sheet.stroke(this.colours.warning, 7);
    sheet.fill(look.hue);
    sheet.stroke(this.colours["route-casing"], 1.5);
    sheet.write(label, at, look.ink);
    this.hits.push({ mark, x: at.x, y: at.y, reach, shape: kind });
  },

  // Many dots of one colour are drawn as one shape.
  _drawDots(sheet, marks, hue, radius) {
    const seen = marks.map((mark) => ({ mark, at: sheet.place(mark) })).filter(({ at }) => at);
    if (!seen.length) return;
    sheet.dots(seen.filter(({ mark }) => mark.late), radius + 3);
    sheet.fill(this.colours.warning);
    sheet.dots(seen, radius);
    if (radius > 3) sheet.stroke(this.colours["route-casing"], 2.5);
    sheet.fill(hue);
    for (const { mark, at } of seen) this.hits.push({ mark, x: at.x, y: at.y, reach: 0, shape: mark.thing.kind });
  },

  _drawHollow(sheet, marks) {
    const radius = this._zoom < 12 ? 4.5 : 7;
    const seen = marks.map((mark) => ({ mark, at: sheet.place(mark) })).filter(({ at }) => at);
    sheet.dots(seen, radius);
    sheet.stroke(this.colours["route-casing"], 5.5);
    sheet.fill(this.colours.panel);
    sheet.stroke(this.colours.bad, 2.5);
    for (const { mark, at } of seen) this.hits.push({ mark, x: at.x, y: at.y, reach: 0 });
  },

  _drawWarehouses(sheet, marks) {
    const { ctx, colours } = { ctx: sheet.ctx, colours: this.colours };
    ctx.font = `700 12px ${this.font}`;
    for (const mark of marks) {
      const at = sheet.place(mark);
      if (!at) continue;
      const half = Math.max(11, ctx.measureText(mark.thing.sign).width / 2 + 6);
      ctx.beginPath();
      ctx.roundRect(at.x - half, at.y - 11, 2 * half, 22, 3);
      sheet.stroke(this._isSelected(mark) ? colours.accent : colours.panel, this._isSelected(mark) ? 7 : 4);
      sheet.fill(colours.text);
      sheet.write(mark.thing.sign, at, colours.panel);
      this.hits.push({ mark, x: at.x, y: at.y, reach: half - 6 });
    }
  },

  _isSelected(mark) {
    const { selected } = this;
    return Boolean(selected) && ["kind", "first", "second"].every((part) => selected[part] === mark[part]);
  },

  _drawSelected(sheet) {
    const hit = this.hits.find(({ mark }) => mark.kind !== "warehouse" && this._isSelected(mark));
    if (!hit) return;
    const radius = this._zoom >= CHOSEN_NUMBERS_FROM_ZOOM ? stopRadius(this._zoom, true) : 5;
    outline(sheet.ctx, hit, radius + 5, hit.reach, hit.shape);
    sheet.stroke(this.colours["route-casing"], 6);
    sheet.stroke(this.colours.accent, 3);
  },
});
