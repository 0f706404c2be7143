"use strict";
// What lies under the plan: tiles that the program paints, and where they come from.

const GREATEST_ZOOM = 19;
const TILES_AHEAD = 3;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Between two zooms the tiles of the nearer one are scaled; fine ones where they would be blurred.
const SharpTiles = L.TileLayer.extend({
  getTileUrl(coords) {
    const isEnlarged = this._map.getZoom() > coords.z;
    const r = isEnlarged || L.Browser.retina ? "@2x" : "";
    return L.Util.template(this._url, { z: coords.z, x: coords.x, y: coords.y, r });
  },
});

class Ground {
  constructor(map) {
    this.map = map;
    this.tiles = null;
    this.bounds = null;
    this.address = "";
    this.attribution = element("div", "attribution");
    map.getContainer().append(this.attribution);
  }

  show(ground) {
    document.documentElement.dataset.theme = ground.theme;
    document.documentElement.lang = ground.language;
    this.attribution.textContent = ground.attribution || "";
    const address = ground.roads ? `app://tiles/${ground.roads}/${ground.theme}/{z}/{x}/{y}{r}.png` : "";
    if (address === this.address) return;
    this.address = address;
    this.bounds = ground.bounds ? L.latLngBounds(ground.bounds) : null;
    if (this.tiles) this.tiles.remove();
    this.tiles = address && new SharpTiles(address, {
      // Roads at the border are wider than the points that they run through.
      bounds: this.bounds.pad(0.02), maxZoom: GREATEST_ZOOM, keepBuffer: TILES_AHEAD,
      updateWhenZooming: false,
    }).addTo(this.map);
  }
}
