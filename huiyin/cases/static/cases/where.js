// Marks where it is: where somebody stands, or a spot on the map. Without it the place is typed.
import { ask } from "../web/js/net.js";

const STEP = 8; // how far an arrow key moves the mark, in units of the drawing
const CLOSEST = 8; // times

const field = document.querySelector("[data-where]");
if (field) {
  const part = (name) => field.querySelector(`[data-where-${name}]`);
  const [here, open, mark, drop, said, box] = ["here", "map", "mark", "drop", "said", "box"].map(part);
  const spot = field.querySelector("[name=spot]");
  let follow = () => {}; // what the open map does when the spot changes

  const put = (sent) => {
    spot.value = sent;
    mark.hidden = !sent;
    said.textContent = "";
    follow();
  };

  drop.addEventListener("click", () => {
    put("");
    field.querySelector("input").focus();
  });

  if (navigator.geolocation && window.isSecureContext) {
    here.hidden = false;
    here.addEventListener("click", () => {
      here.disabled = true;
      said.textContent = "";
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          here.disabled = false;
          put(`${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`);
        },
        () => {
          here.disabled = false;
          said.textContent = said.dataset.none;
        },
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
      );
    });
  }

  /** Places of the drawing are degrees by one sum; a tap puts the mark, arrow keys move it. */
  const drawn = (whole) => {
    const svg = whole.querySelector("svg");
    const pin = svg.querySelector("[data-where-pin]");
    const [north, west, down, right] = svg.dataset.frame.split(",").map(Number);
    const at = { x: 200, y: 200 };
    let closer = 1;

    const look = () => {
      const side = 400 / closer;
      const from = (middle) => Math.min(Math.max(middle - side / 2, 0), 400 - side);
      svg.setAttribute("viewBox", `${from(at.x)} ${from(at.y)} ${side} ${side}`);
      svg.style.setProperty("--closer", closer);
    };
    const move = (x, y) => {
      at.x = Math.min(Math.max(x, 0), 400);
      at.y = Math.min(Math.max(y, 0), 400);
      put(`${(north - at.y * down).toFixed(6)},${(west + at.x * right).toFixed(6)}`);
    };
    follow = () => {
      const [lat, lon, tiles] = spot.value.split(",");
      pin.toggleAttribute("hidden", !spot.value || Boolean(tiles));
      if (!spot.value || tiles) return;
      [at.x, at.y] = [(lon - west) / right, (north - lat) / down];
      pin.setAttribute("transform", `translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) scale(${1 / closer})`);
    };
    const zoom = (times) => {
      closer = Math.min(Math.max(closer * times, 1), CLOSEST);
      follow();
      look();
    };

    svg.addEventListener("click", ({ clientX, clientY }) => {
      const point = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
      move(point.x, point.y);
    });
    svg.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      move(at.x + (way[0] * STEP) / closer, at.y + (way[1] * STEP) / closer);
      look();
    });
    whole.querySelector("[data-where-in]").addEventListener("click", () => zoom(2));
    whole.querySelector("[data-where-out]").addEventListener("click", () => zoom(0.5));
    follow();
  };

  const leaflet = (from) => new Promise((resolve, reject) => {
    if (window.L) return resolve(window.L);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: from.dataset.style }));
    document.head.append(Object.assign(document.createElement("script"), { src: from.dataset.script, onload: () => resolve(window.L), onerror: reject }));
  });

  /** Tiles; where none come, the drawing. Enter marks the middle, for who has no mouse. */
  const tiled = async (whole, instead) => {
    const L = await leaflet(whole);
    whole.hidden = false;
    const map = L.map(whole);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution(Object.assign(document.createElement("span"), { textContent: whole.dataset.source }).innerHTML);
    const [south, west, north, east] = (whole.dataset.bounds ?? "18,74,53,135").split(",").map(Number);
    map.fitBounds([[south, west], [north, east]], { padding: [24, 24] });
    const tiles = L.tileLayer(whole.dataset.whereTiles, { maxZoom: 18 }).addTo(map);
    let pin = null;
    follow = () => {
      const [lat, lon, of] = spot.value.split(",");
      pin?.remove();
      pin = spot.value && of ? L.marker([lat, lon], { icon: L.divIcon({ className: "map-mark", iconSize: [22, 22] }), keyboard: false }).addTo(map) : null;
    };
    const put_at = ({ lat, lng }) => put(`${lat.toFixed(6)},${lng.toFixed(6)},tiles`);
    map.on("click", ({ latlng }) => put_at(latlng));
    whole.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would send the form
      put_at(map.getCenter());
    });
    let came = false;
    tiles.on("tileload", () => { came = true; });
    tiles.on("tileerror", () => {
      if (came || !instead?.hidden) return;
      whole.hidden = true;
      instead.hidden = false;
      drawn(instead);
    });
    follow();
  };

  const unfold = async () => {
    box.innerHTML = await ask(field.dataset.where, { fragment: true });
    const [tiles, sheet] = ["tiles", "drawn"].map((name) => box.querySelector(`[data-where-${name}]`));
    if (tiles) {
      await tiled(tiles, sheet).catch(() => {
        if (!sheet) throw new Error("no map");
        sheet.hidden = false;
        drawn(sheet);
      });
    } else drawn(sheet);
  };

  if (open) {
    open.hidden = false;
    open.addEventListener("click", async () => {
      const shut = box.hidden;
      if (shut && !box.firstElementChild) {
        try {
          await unfold();
        } catch {
          box.replaceChildren();
          said.textContent = said.dataset.noMap;
          return;
        }
      }
      box.hidden = !shut;
      open.setAttribute("aria-expanded", String(shut));
      if (shut) box.querySelector("svg, [data-where-tiles]").focus({ preventScroll: true });
    });
  }
  put(spot.value);
}
