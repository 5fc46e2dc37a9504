// Draws the places of the list on tiles (Leaflet). Without it, or without tiles, the drawn outline and the list are the map.
const { L } = window;
const box = document.querySelector("[data-map]");

if (box && L) {
  const spots = [...document.querySelectorAll("[data-spot]")];
  box.hidden = false;
  const map = L.map(box, { attributionControl: true, zoomControl: true });
  map.attributionControl.setPrefix(false);
  const tiles = L.tileLayer(box.dataset.tiles, { attribution: "", maxZoom: 18 }).addTo(map);
  map.attributionControl.addAttribution(Object.assign(document.createElement("span"), { textContent: box.dataset.source }).innerHTML);
  const places = spots.map((spot) => {
    const at = [Number(spot.dataset.lat), Number(spot.dataset.lon)];
    const name = spot.querySelector("b").textContent;
    const mark = L.marker(at, { icon: L.divIcon({ className: "map-mark", iconSize: [22, 22] }), alt: name, title: name }).addTo(map);
    const link = Object.assign(document.createElement("a"), { href: spot.href, textContent: spot.querySelector("small").textContent });
    mark.bindPopup(link);
    return at;
  });
  map.fitBounds(places, { padding: [32, 32], maxZoom: 14 });
  const outline = document.querySelector("[data-outline]");
  tiles.once("load", () => { outline.setAttribute("hidden", ""); });
}
