"use strict";
// Ties the map to the window: what the window shows comes in, what is clicked on goes out.

const PADDING = [28, 28];
const ZOOM_STEP = 0.25;
const WHEEL_PX_PER_ZOOM = 120;
const CLOSEST_FIT = 16;
const STOP_ZOOM = 16;
const INNER = -0.06;
const KEY_PX = 160;

class WindowMap {
  constructor(map, bridge) {
    this.map = map;
    this.bridge = bridge;
    this.turn = 0;
    this.clicked = null;
    this.hasView = false;
    this.isFitted = false;
    this.mustFit = false;
    // Fine steps, so that a plan that is fitted fills the view.
    Object.assign(map.options, { zoomSnap: ZOOM_STEP, wheelPxPerZoomLevel: WHEEL_PX_PER_ZOOM });
    this.ground = new Ground(map);
    this.layer = new PlanLayer().addTo(map);
    this.note = new Note(map);
    this.buttons = new Buttons(map, {
      zoom_in: () => map.zoomIn(), zoom_out: () => map.zoomOut(),
      show_all: () => this.settled(() => this.fitAll()),
    });
    L.control.scale({ imperial: false }).addTo(map);
    this.listenToWindow();
    this.listenToMap();
    this.listenToKeys();
  }

  listenToWindow() {
    this.bridge.content_changed.connect((text) => this.showContent(JSON.parse(text)));
    this.bridge.selection_changed.connect((text) => this.showSelection(JSON.parse(text)));
    this.bridge.ground_changed.connect((text) => this.showGround(JSON.parse(text)));
    this.bridge.view_restored.connect((text) => this.showView(JSON.parse(text)));
  }

  listenToMap() {
    const { map } = this;
    map.on("click", (event) => this.click(event.containerPoint));
    map.on("dblclick", (event) => this.goInto(event.containerPoint));
    map.on("mousemove", (event) => this.hover(event.containerPoint));
    map.on("mouseout movestart zoomstart", () => this.unhover());
    map.on("movestart zoomstart", () => { this.isFitted = false; });
    map.on("moveend", () => this.moved());
    map.on("resize", () => this.resized());
  }

  listenToKeys() {
    const { map } = this, pan = (right, down) => () => map.panBy([right * KEY_PX, down * KEY_PX]);
    const acts = {
      ArrowLeft: pan(-1, 0), ArrowRight: pan(1, 0), ArrowUp: pan(0, -1), ArrowDown: pan(0, 1),
      "+": () => map.zoomIn(), "=": () => map.zoomIn(), "-": () => map.zoomOut(),
      Home: () => this.settled(() => this.fitAll()), Escape: () => this.bridge.click(this.turn, "ground", 0, 0),
    };
    // Wherever the focus lies in the page, unlike Leaflet's own keys.
    map.keyboard.disable();
    document.addEventListener("keydown", (event) => {
      const act = event.ctrlKey || event.altKey || event.metaKey ? null : acts[event.key];
      if (act) act();
    });
  }

  showContent({ turn, fit, shown }) {
    this.turn = turn;
    this.unhover();
    this.layer.selected = null;
    this.layer.show(new Drawn(shown));
    if (fit) this.settled(() => this.fitAll());
  }

  showGround(ground) {
    this.ground.show(ground);
    this.buttons.name(ground.texts);
    this.layer.restyle();
    if (!this.hasView) this.fitAll();
  }

  showView({ at, zoom }) {
    this.hasView = true;
    this.map.setView(at, zoom, { animate: false });
  }

  showSelection(selection) {
    const [kind, first, second] = selection || [];
    const selected = selection ? { kind, first, second } : null;
    const wasClicked = JSON.stringify(selected) === JSON.stringify(this.clicked);
    this.clicked = null;
    this.layer.select(selected);
    if (selected && !wasClicked) this.settled(() => this.bringIntoView(selected));
  }

  // Moves the map to what is selected elsewhere, unless it is in view or the map is being moved.
  bringIntoView({ kind, first, second }) {
    if (this.map.dragging.moving()) return;
    const view = this.map.getBounds().pad(INNER);
    if (kind === "route") {
      const bounds = this.layer.drawn.bounds(this.layer.drawn.routes[first]);
      if (!bounds || view.contains(bounds)) return;
      if (this.map.getBoundsZoom(bounds, false, L.point(PADDING)) >= this.map.getZoom()) this.map.panTo(bounds.getCenter());
      else this.map.fitBounds(bounds, { padding: PADDING });
    } else {
      const mark = this.layer.drawn.find(kind, first, second);
      if (mark && !view.contains(mark.at)) this.map.panTo(mark.at);
    }
  }

  // Leaflet passes over every other move while it zooms.
  settled(act) {
    if (this.map._animatingZoom) this.map.once("zoomend", act);
    else act();
  }

  fitAll() {
    const bounds = this.layer.drawn.bounds() || this.ground.bounds;
    this.map.getContainer().classList.toggle("bare", !bounds);
    if (!bounds) return;
    // A view that is not laid out yet has no size to fit into.
    this.mustFit = !this.map.getSize().x || !this.map.getSize().y;
    if (this.mustFit) return;
    this.map.fitBounds(bounds, { padding: PADDING, maxZoom: CLOSEST_FIT, animate: false });
    this.hasView = true;
    this.isFitted = true;
  }

  resized() {
    if (this.mustFit || this.isFitted) this.fitAll();
  }

  moved() {
    const centre = this.map.getCenter();
    this.bridge.move(centre.lat, centre.lng, this.map.getZoom());
  }

  click(point) {
    const thing = this.layer.pick(point) || { kind: "ground", first: 0, second: 0 };
    this.clicked = { kind: thing.kind, first: thing.first, second: thing.second };
    this.bridge.click(this.turn, thing.kind, thing.first, thing.second);
  }

  goInto(point) {
    const thing = this.layer.pick(point), { map } = this;
    if (thing && thing.at) map.setView(thing.at, Math.max(STOP_ZOOM, map.getZoom() + 1));
    else map.setZoomAround(point, map.getZoom() + 1);
  }

  hover(point) {
    this.pointer = point;
    if (this.hovering || this.map.dragging.moving()) return;
    this.hovering = requestAnimationFrame(() => {
      this.hovering = 0;
      if (!this.pointer) return;
      const thing = this.layer.pick(this.pointer);
      this.map.getContainer().classList.toggle("pointing", Boolean(thing));
      if (thing) this.note.show(thing, thing.at ? this.map.latLngToContainerPoint(thing.at) : this.pointer);
      else this.note.hide();
    });
  }

  unhover() {
    this.pointer = null;
    this.note.hide();
    this.map.getContainer().classList.remove("pointing");
  }

  // Where a thing stands in the view, in pixels; null if there is no such thing.
  project(kind, first, second) {
    const mark = this.layer.drawn.find(kind, first, second);
    if (!mark) return null;
    const { x, y } = this.map.latLngToContainerPoint(mark.at);
    return [x, y];
  }

  // The colour at a point of the view, of the canvas alone: red, green, blue, opacity.
  drawnAt(x, y) {
    const at = this.map.containerPointToLayerPoint([x, y]).subtract(this.layer._corner);
    const fine = window.devicePixelRatio || 1;
    return Array.from(this.layer._sheet.ctx.getImageData(Math.round(at.x * fine), Math.round(at.y * fine), 1, 1).data);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  new QWebChannel(qt.webChannelTransport, ({ objects: { bridge } }) => {
    document.addEventListener("securitypolicyviolation", (event) => bridge.refuse(event.blockedURI));
    window.windowMap = new WindowMap(window.map_window, bridge);
    bridge.ready();
  });
});
