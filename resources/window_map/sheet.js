"use strict";
// The canvas of the plan with what is needed to draw on it at one place and zoom.

const ARROW_EVERY_PX = 96;
const ARROW_REACH_PX = 9;
const STRAIGHT = 0.99;
const OUTSIDE_PX = 24;

class Sheet {
  constructor(canvas, size, map, corner) {
    const fine = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(size.x * fine), Math.round(size.y * fine)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      [canvas.style.width, canvas.style.height] = [`${size.x}px`, `${size.y}px`];
    }
    this.ctx = canvas.getContext("2d");
    this.ctx.setTransform(fine, 0, 0, fine, 0, 0);
    this.ctx.clearRect(0, 0, size.x, size.y);
    this.ctx.lineJoin = "round";
    this.ctx.textAlign = "center";
    this.ctx.textBaseline = "middle";
    this.scale = 2 ** map.getZoom();
    this.origin = map.getPixelOrigin().add(corner);
    this.size = size;
  }

  x(value) {
    return value * this.scale - this.origin.x;
  }

  y(value) {
    return value * this.scale - this.origin.y;
  }

  place({ x, y }) {
    const at = { x: this.x(x), y: this.y(y) };
    return this._isInside(at.x, at.y) ? at : null;
  }

  _isInside(x, y) {
    return x > -OUTSIDE_PX && y > -OUTSIDE_PX && x < this.size.x + OUTSIDE_PX && y < this.size.y + OUTSIDE_PX;
  }

  _isNear(box) {
    return this.x(box[2]) > -OUTSIDE_PX && this.y(box[3]) > -OUTSIDE_PX
      && this.x(box[0]) < this.size.x + OUTSIDE_PX && this.y(box[1]) < this.size.y + OUTSIDE_PX;
  }

  // Makes the line of a route the current path, without what lies outside; whether there is any.
  trace({ line, box }) {
    if (!this._isNear(box)) return false;
    const { ctx } = this, last = line.length - 2;
    let fromX = this.x(line[0]), fromY = this.y(line[1]), isDown = false;
    ctx.beginPath();
    for (let i = 2; i <= last; i += 2) {
      const x = this.x(line[i]), y = this.y(line[i + 1]);
      if (i < last && Math.abs(x - fromX) < 1 && Math.abs(y - fromY) < 1) continue;
      if (this._touches(fromX, fromY, x, y)) {
        if (!isDown) ctx.moveTo(fromX, fromY);
        ctx.lineTo(x, y);
        isDown = true;
      } else {
        isDown = false;
      }
      [fromX, fromY] = [x, y];
    }
    return true;
  }

  _touches(x0, y0, x1, y1) {
    return Math.max(x0, x1) > -OUTSIDE_PX && Math.max(y0, y1) > -OUTSIDE_PX
      && Math.min(x0, x1) < this.size.x + OUTSIDE_PX && Math.min(y0, y1) < this.size.y + OUTSIDE_PX;
  }

  // How far a point is from the line of a route; Infinity where that is farther than asked for.
  distance({ line, box }, at, most) {
    if (at.x < this.x(box[0]) - most || at.x > this.x(box[2]) + most) return Infinity;
    if (at.y < this.y(box[1]) - most || at.y > this.y(box[3]) + most) return Infinity;
    let least = Infinity;
    let x0 = this.x(line[0]) - at.x, y0 = this.y(line[1]) - at.y;
    for (let i = 2; i < line.length; i += 2) {
      const x1 = this.x(line[i]) - at.x, y1 = this.y(line[i + 1]) - at.y;
      const [dx, dy] = [x1 - x0, y1 - y0], length = dx * dx + dy * dy;
      const share = length ? Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / length)) : 0;
      least = Math.min(least, Math.hypot(x0 + share * dx, y0 + share * dy));
      [x0, y0] = [x1, y1];
    }
    return least <= most ? least : Infinity;
  }

  stroke(style, width, dash) {
    const { ctx } = this;
    ctx.lineCap = dash ? "butt" : "round";
    ctx.setLineDash(dash ? dash.split(" ").map(Number) : []);
    ctx.lineWidth = width;
    ctx.strokeStyle = style;
    ctx.stroke();
  }

  fill(style) {
    this.ctx.fillStyle = style;
    this.ctx.fill();
  }

  // Makes the outlines of small marks, each in the shape of its kind, the current path.
  dots(seen, radius) {
    this.ctx.beginPath();
    for (const { mark, at } of seen) addOutline(this.ctx, at, radius, 0, mark.thing.kind);
  }

  write(text, at, ink) {
    this.ctx.fillStyle = ink;
    this.ctx.fillText(text, at.x, at.y + 0.5);
  }

  // Heads of arrows along the line of a route, each where it runs straight.
  arrows({ line }, ink, width) {
    const { ctx } = this, { length, point } = this._measured(line), half = width * 0.36;
    ctx.beginPath();
    let next = ARROW_EVERY_PX / 2;
    for (let at = next; at < length - ARROW_REACH_PX; at += ARROW_REACH_PX) {
      if (at < next) continue;
      const [x0, y0] = point(at - ARROW_REACH_PX), [x1, y1] = point(at + ARROW_REACH_PX);
      const apart = Math.hypot(x1 - x0, y1 - y0);
      if (apart < 2 * ARROW_REACH_PX * STRAIGHT) continue;
      this._arrow((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / apart, (y1 - y0) / apart, half);
      next = at + ARROW_EVERY_PX;
    }
    this.fill(ink);
  }

  // How long a line is, and its point at a distance from its start; in pixels.
  _measured(line) {
    const ends = new Float64Array(line.length / 2);
    for (let i = 1; i < ends.length; i += 1) {
      const [right, down] = [line[2 * i] - line[2 * i - 2], line[2 * i + 1] - line[2 * i - 1]];
      ends[i] = ends[i - 1] + this.scale * Math.hypot(right, down);
    }
    let i = 1;
    const point = (at) => {
      while (i > 1 && ends[i - 1] > at) i -= 1;
      while (i < ends.length - 1 && ends[i] < at) i += 1;
      const share = (at - ends[i - 1]) / (ends[i] - ends[i - 1] || 1);
      const between = (first) => line[first - 2] + share * (line[first] - line[first - 2]);
      return [this.x(between(2 * i)), this.y(between(2 * i + 1))];
    };
    return { length: ends.length > 1 ? ends[ends.length - 1] : 0, point };
  }

  // A head that stays within the line, so that it never looks like a gap in it.
  _arrow(x, y, right, down, half) {
    if (!this._isInside(x, y)) return;
    const { ctx } = this, [alongX, alongY] = [right * half * 1.4, down * half * 1.4];
    ctx.moveTo(x + alongX, y + alongY);
    ctx.lineTo(x - alongX - down * half, y - alongY + right * half);
    ctx.lineTo(x - alongX + down * half, y - alongY - right * half);
    ctx.closePath();
  }
}
