// Keeps the screen of a waiting room fresh. Without it the page loads itself anew every ten seconds.
const EVERY = 3000

for (const screen of document.querySelectorAll("[data-reception-screen]")) {
  let last = screen.innerHTML
  const refresh = async () => {
    try {
      const answer = await fetch("?part", { credentials: "same-origin", cache: "no-store" })
      const now = answer.ok ? await answer.text() : last
      if (now.trim() !== last.trim()) screen.innerHTML = last = now
      screen.classList.toggle("stale", !answer.ok)
    } catch {
      screen.classList.add("stale") // the numbers stay, greyed: better than an empty wall
    }
  }
  setInterval(refresh, EVERY)
}
