// Opens the source of a citation in the panel beside the conversation. A click with Ctrl, Shift,
// Alt or Command, or the middle button, still opens a tab, as anywhere else.
(() => {
  let opener = null;
  const byId = (id) => document.getElementById(id);
  const frame = () => byId("planqa-source");
  const language = () => document.documentElement.dataset.language || "lv";

  const open = (address, from) => {
    opener = from;
    frame().src = "about:blank"; // the same address again would not scroll
    requestAnimationFrame(() => {
      frame().src = address;
    });
    byId("pq-copied").hidden = true;
    byId("pq-source").classList.add("pq-open");
    byId("pq-source").focus({ preventScroll: true });
  };

  const close = () => {
    byId("pq-source").classList.remove("pq-open");
    frame().removeAttribute("src");
    window.planqa.library.comeBack();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  // What the frame shows now, also after "next passage": its passage's address, else its own.
  const shown = () => {
    const page = frame().contentDocument;
    const shared = page && page.querySelector("a.shared");
    return shared ? shared.href : page ? page.location.href : location.href;
  };

  document.addEventListener("click", async (event) => {
    if (event.target.closest("#pq-close")) return close();
    const tab = event.target.closest("#pq-tab");
    if (tab) tab.href = frame().contentDocument.location.href;
    if (event.target.closest("#pq-copy")) {
      await window.planqa.copy(shown());
      byId("pq-copied").hidden = false;
      return;
    }
    const link = event.target.closest("a.pq-cite");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    document.querySelectorAll("a.pq-cite[aria-current]").forEach((other) => {
      other.removeAttribute("aria-current");
    });
    link.setAttribute("aria-current", "true");
    if (link.closest("#pq-library")) {
      const address = new URL(link.href); // the panel speaks every language, its links Latvian
      address.searchParams.set("language", language());
      window.planqa.library.makeRoom(false);
      return open(address.href, link);
    }
    window.planqa.library.makeRoom(true);
    open(link.getAttribute("href"), link);
  });

  // Gradio calls its example buttons a list without items, which screen readers stumble over, and
  // gives each language a group of its own, in which arrow keys lead nowhere.
  const mend = () => {
    document
      .querySelectorAll("#pq-messages .examples[role=list]")
      .forEach((one) => one.setAttribute("role", "group"));
    document
      .querySelectorAll('#pq-language input:not([name="pq-language"])')
      .forEach((one) => (one.name = "pq-language"));
  };
  new MutationObserver(mend).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });

  // A page in the frame takes the keyboard with it; Escape must close it all the same.
  document.addEventListener(
    "load",
    (event) => {
      if (event.target === frame() && document.activeElement === frame())
        byId("pq-source").focus({ preventScroll: true });
    },
    true, // `load` does not bubble
  );

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (byId("pq-source")?.classList.contains("pq-open")) return close();
    window.planqa.library.narrowClose();
  });

  window.planqa = {
    // The first call opens what the address asks for: a passage that someone shared.
    speak: (code) => {
      const first = !document.documentElement.dataset.language;
      document.documentElement.lang = code;
      document.documentElement.dataset.language = code;
      window.planqa.library.speak(code);
      const passage = first && new URLSearchParams(location.search).get("passage");
      if (passage) open(`/passages/${encodeURIComponent(passage)}?language=${code}`, null);
      return code;
    },
    scope: () => window.planqa.library.scope(),
    // A long answer is read from its beginning: the last question goes to the top.
    showQuestion: () =>
      setTimeout(() => {
        const questions = document.querySelectorAll("#pq-messages .user-row");
        questions[questions.length - 1]?.scrollIntoView({ block: "start" });
      }, 50),
    // The clipboard belongs to secure pages; elsewhere the address is selected the old way.
    copy: async (text) => {
      if (navigator.clipboard) {
        try {
          return await navigator.clipboard.writeText(text);
        } catch {
          /* not allowed: below */
        }
      }
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    },
  };
})();
