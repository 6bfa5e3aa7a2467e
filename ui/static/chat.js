// Opens the source of a citation in the panel beside the conversation. A click with Ctrl, Shift,
// Alt or Command, or the middle button, still opens a tab, as anywhere else.
(() => {
  let opener = null;
  const source = () => document.getElementById("pq-source");

  const close = () => {
    source().classList.remove("pq-open");
    document.getElementById("planqa-source").removeAttribute("src");
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#pq-close")) return close();
    const link = event.target.closest("a.pq-cite");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    opener = link;
    const frame = document.getElementById("planqa-source");
    frame.src = "about:blank"; // the same address again would not scroll
    requestAnimationFrame(() => {
      frame.src = link.getAttribute("href");
    });
    document.querySelectorAll("a.pq-cite[aria-current]").forEach((other) => {
      other.removeAttribute("aria-current");
    });
    link.setAttribute("aria-current", "true");
    source().classList.add("pq-open");
    source().focus({ preventScroll: true });
  });

  window.planqa = {
    speak: (code) => {
      document.documentElement.lang = code;
      document.documentElement.dataset.language = code;
      return code;
    },
    // A long answer is read from its beginning: the last question goes to the top.
    showQuestion: () =>
      setTimeout(() => {
        const questions = document.querySelectorAll("#pq-messages .user-row");
        questions[questions.length - 1]?.scrollIntoView({ block: "start" });
      }, 50),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && source()?.classList.contains("pq-open")) close();
  });
})();
