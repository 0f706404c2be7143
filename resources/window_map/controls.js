"use strict";
// What stands on the map: buttons, the scale, and the small note beside what is pointed at.

const NOTE_APART_PX = 14;
const ICONS = {
  zoom_in: "M8 3v10M3 8h10",
  zoom_out: "M3 8h10",
  show_all: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
};

function icon(path) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}

class Buttons {
  constructor(map, actions) {
    const box = element("div", "buttons");
    this.buttons = Object.entries(ICONS).map(([name, path]) => {
      const button = element("button", name);
      button.type = "button";
      button.append(icon(path));
      button.addEventListener("click", actions[name]);
      box.append(button);
      return [name, button];
    });
    this.map = map;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().append(box);
  }

  name(texts) {
    for (const [name, button] of this.buttons) {
      button.title = texts[name];
      button.setAttribute("aria-label", texts[name]);
    }
    this.map.getContainer().setAttribute("aria-label", texts.label);
  }
}

// All that it shows are texts, set as texts.
class Note {
  constructor(map) {
    this.box = element("div", "note");
    this.box.hidden = true;
    this.map = map;
    map.getContainer().append(this.box);
  }

  show(thing, point) {
    const parts = thing.tip.map((text) => element("span", "", text));
    if (thing.late) parts.push(element("span", "late", thing.late));
    this.box.replaceChildren(...parts);
    this.box.hidden = false;
    const view = this.map.getSize(), { offsetWidth: width, offsetHeight: height } = this.box;
    const isBelow = point.y - height - NOTE_APART_PX < 0;
    const left = Math.max(4, Math.min(view.x - width - 4, point.x - width / 2));
    const top = isBelow ? point.y + NOTE_APART_PX : point.y - height - NOTE_APART_PX;
    this.box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide() {
    this.box.hidden = true;
  }
}
