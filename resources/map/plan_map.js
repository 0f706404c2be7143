"use strict";
// Puts the plan on folium's map and ties it to the panel. All texts arrive ready and stay texts.

(function showPlan() {
  const map = window.map_plan;
  const content = JSON.parse(document.getElementById("content").textContent);
  const { texts } = content;
  const POPUP = { minWidth: 220, maxWidth: 340 };
  const renderer = L.canvas({ padding: 0.4, tolerance: 4 });
  let chosen = null;

  const ground = groundRenderer(map);
  const land = new Land(map, ground, content.land);
  const roads = new Roads(map, ground, content.roads);
  const lines = content.routes.map((route) => new RouteLine(map, renderer, route));
  const marks = content.routes.map((route) => route.stops.map((stop) => routeStop(route, stop)));
  const leftOut = content.unassigned.map(unassignedStop);
  content.warehouses.forEach((warehouse) => warehouseMark(map, warehouse, texts));

  function routeStop(route, stop) {
    const mark = stopMark(map, renderer, stop.at, stop.kind);
    const place = `${wordOf(stop, texts)} ${route.number}·${stopNumber(stop)}`;
    mark.bindTooltip(() => element("span", "", `${place} · ${stop.clock} · ${stop.name}`));
    mark.bindPopup(() => factTable(`${place} · ${stop.name}`, stop.rows, texts), POPUP);
    return mark;
  }

  function unassignedStop(order) {
    if (!order.at) return null;
    const mark = stopMark(map, renderer, order.at);
    mark.bindPopup(() => factTable(`${texts.unassigned} ${order.order}`, order.rows, texts), POPUP);
    return mark;
  }

  function restyleRoute(i) {
    const zoom = map.getZoom();
    const isChosen = i === chosen;
    const opacity = chosen === null || isChosen ? 1 : DIMMED;
    const isNumbered = isChosen || (zoom >= NUMBERS_FROM_ZOOM && chosen === null);
    const route = content.routes[i];
    const { hue } = routeLook(route.number);
    const before = zoom >= ROUTE_NUMBERS_FROM_ZOOM && !isChosen ? `${route.number}·` : "";
    lines[i].restyle(opacity, isChosen);
    marks[i].forEach((mark, at) => {
      const stop = route.stops[at];
      mark.setStyle({
        opacity, fillColor: hue, ink: inkOn(hue), color: colour("route-casing"),
        text: before + stopNumber(stop), ring: stop.late ? colour("warning") : "",
      });
      mark.setRadius(stopRadius(zoom, isNumbered));
    });
  }

  function restyle() {
    land.restyle();
    roads.restyle();
    lines.forEach((_, i) => restyleRoute(i));
    for (const mark of leftOut) {
      if (!mark) continue;
      mark.setStyle({ isHollow: true, text: "", opacity: 1, fillColor: colour("panel"), color: colour("bad") });
      mark.setRadius(map.getZoom() < 12 ? 4.5 : 7);
    }
  }

  function selectRoute(index, keepView) {
    chosen = index === chosen ? null : index;
    map.closePopup();
    restyle();
    markChosen(chosen);
    if (chosen !== null) {
      lines[chosen].bringToFront();
      marks[chosen].forEach((mark) => mark.bringToFront());
    }
    if (!keepView) fit(chosen === null ? content.bounds : lines[chosen].bounds);
  }

  function fit(bounds) {
    map.fitBounds(bounds, { padding: [28, 28], maxZoom: 16, animate: false });
  }

  function showMark(mark) {
    map.setView(mark.getLatLng(), Math.max(map.getZoom(), NUMBERS_FROM_ZOOM));
    mark.openPopup();
  }

  const markChosen = buildPanel(content, {
    selectRoute: (index) => selectRoute(index, false),
    showStop: (route, stop) => showMark(marks[route][stop]),
    showUnassigned: (index) => showMark(leftOut[index]),
  });
  lines.forEach((line, i) => line.on("click", () => selectRoute(i, true)));
  map.on("click", () => chosen !== null && selectRoute(chosen, true));
  map.on("zoomend", restyle);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null) selectRoute(chosen, true);
  });

  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", texts.close);
  });

  L.control.zoom({ zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.remove();
  map.options.zoomSnap = 0.25;
  if (content.attribution) document.querySelector(".folium-map").append(element("div", "attribution", content.attribution));
  document.documentElement.lang = content.language;
  document.title = content.title;
  map.invalidateSize();
  fit(content.bounds);
  restyle();
  markChosen(null);
})();
