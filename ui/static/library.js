// The panel of documents: filters, which documents are asked, outlines fetched when unfolded, and
// questions that one click asks.
(() => {
  const panel = () => document.getElementById("pq-library");
  const body = () => document.getElementById("pq-library-body");
  const toggle = () => document.getElementById("pq-library-toggle");
  const boxes = () => [...body().querySelectorAll(".pq-documents input[type=checkbox]")];
  const wide = matchMedia("(min-width: 75rem)");
  const spacious = matchMedia("(min-width: 110rem)");
  let returns = false;

  const fetched = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.text(); // escaped and cleaned by ui/library.py
  };

  const load = async () => {
    try {
      body().innerHTML = await fetched("/chat/documents");
      document.getElementById("pq-library-failed").hidden = true;
      refresh();
      speak(document.documentElement.dataset.language || "lv");
    } catch {
      document.getElementById("pq-library-failed").hidden = false;
    }
  };

  const speak = (code) => {
    body()
      ?.querySelectorAll(`option[data-${code}]`)
      .forEach((option) => {
        option.textContent = option.dataset[code];
      });
    const names = new Intl.DisplayNames([code], { type: "language" });
    body()
      ?.querySelectorAll('select[data-filter="language"] option:not([value=""])')
      .forEach((option) => {
        option.textContent = names.of(option.value);
      });
  };

  // A ticked document that a filter hides is still asked, so it stays in sight.
  const refresh = () => {
    const wanted = [...body().querySelectorAll("select[data-filter]")].filter((one) => one.value);
    let seen = 0;
    let chosen = 0;
    for (const box of boxes()) {
      const entry = box.closest("li");
      const fits = wanted.every((one) => entry.dataset[one.dataset.filter] === one.value);
      entry.hidden = !fits && !box.checked;
      seen += !entry.hidden;
      chosen += box.checked;
    }
    body().querySelectorAll(".pq-seen").forEach((one) => (one.textContent = seen));
    body().querySelectorAll(".pq-chosen").forEach((one) => (one.textContent = chosen));
    body().querySelector(".pq-scope").classList.toggle("pq-narrowed", chosen > 0);
    toggle().dataset.chosen = chosen || "";
  };

  const show = (open) => {
    document.body.classList.toggle("pq-library-open", open);
    toggle().setAttribute("aria-expanded", String(open));
  };

  const ask = (question) => {
    const box = document.querySelector("#pq-question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (!wide.matches) show(false);
    requestAnimationFrame(() => document.querySelector("#pq-question .submit-button").click());
  };

  document.addEventListener("change", (event) => {
    if (event.target.closest("#pq-library-body")) refresh();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#pq-library-toggle")) {
      const opening = !document.body.classList.contains("pq-library-open");
      show(opening);
      if (opening) panel().focus({ preventScroll: true });
    } else if (event.target.closest("#pq-library-close")) {
      show(false);
      toggle().focus();
    } else if (event.target.closest(".pq-ask-all")) {
      boxes().forEach((box) => (box.checked = false));
      refresh();
    } else {
      const suggested = event.target.closest("button.pq-suggested");
      if (suggested) ask(suggested.dataset[document.documentElement.dataset.language]);
    }
  });

  document.addEventListener(
    "toggle",
    async (event) => {
      const outline = event.target;
      if (!outline.open || !outline.dataset?.outline || outline.dataset.loaded) return;
      outline.dataset.loaded = "true";
      const holder = document.createElement("div");
      outline.append(holder);
      try {
        const id = encodeURIComponent(outline.dataset.outline);
        holder.innerHTML = await fetched(`/chat/documents/${id}`);
      } catch {
        delete outline.dataset.loaded;
        holder.textContent = document.getElementById("pq-library-failed").innerText;
      }
    },
    true, // `toggle` does not bubble
  );

  // Gradio draws the page after this script has run.
  const waiting = setInterval(() => {
    if (!body() || !toggle()) return;
    clearInterval(waiting);
    show(wide.matches && !new URLSearchParams(location.search).get("passage"));
    load();
  }, 50);

  const library = {
    speak,
    load,
    scope: () => (body() ? boxes().filter((box) => box.checked).map((box) => box.value) : []),
    // A source needs room: the panel steps aside where three columns would be too narrow, and
    // comes back with the source's closing. While someone browses it, it stays.
    makeRoom: (fromAnswer) => {
      const open = document.body.classList.contains("pq-library-open");
      if (!open || (fromAnswer ? spacious.matches : wide.matches)) return;
      returns = wide.matches;
      show(false);
    },
    comeBack: () => {
      if (returns) show(true);
      returns = false;
    },
    narrowClose: () => {
      if (wide.matches || !document.body.classList.contains("pq-library-open")) return;
      show(false);
      toggle().focus();
    },
  };
  window.planqa.library = library;
})();
