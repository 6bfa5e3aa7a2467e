// What can be done with an answer: sort its table, copy its link, say whether it helps.
(() => {
  const sort = (button) => {
    const head = button.closest("th");
    const rows = button.closest("table").querySelector("tbody");
    const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of head.parentElement.children) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", direction);
    // Numbers by their value, letters as the language of the answer orders them.
    const order = new Intl.Collator(button.closest("[lang]").lang, { numeric: true });
    const key = (row) => row.children[button.dataset.column].textContent;
    const turn = direction === "ascending" ? 1 : -1;
    rows.append(...[...rows.children].sort((a, b) => turn * order.compare(key(a), key(b))));
  };

  const send = async (tools, rating) => {
    const said = tools.querySelector(".pq-said");
    const comment = tools.querySelector("textarea").value;
    try {
      const response = await fetch(`/answers/${tools.dataset.answer}/feedback`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ rating, comment }),
      });
      if (!response.ok) throw new Error(`${response.status}`);
      for (const thumb of tools.querySelectorAll(".pq-thumb"))
        thumb.setAttribute("aria-pressed", String(thumb.dataset.rating === rating));
      said.textContent = said.dataset.thanks;
      return true;
    } catch {
      said.textContent = said.dataset.unsaved;
      return false;
    }
  };

  document.addEventListener("click", async (event) => {
    const column = event.target.closest("#pq-messages button.pq-sort");
    if (column) return sort(column);
    const tools = event.target.closest("#pq-messages .pq-tools");
    if (!tools) return;
    const thumb = event.target.closest(".pq-thumb");
    const share = event.target.closest("a.pq-share");
    if (thumb) {
      if (await send(tools, thumb.dataset.rating))
        tools.querySelector(".pq-comment").open = true;
    } else if (event.target.closest(".pq-send")) {
      const pressed = tools.querySelector('.pq-thumb[aria-pressed="true"]');
      // A comment alone is a complaint: praise rarely needs words.
      if (await send(tools, pressed ? pressed.dataset.rating : "down"))
        tools.querySelector(".pq-comment").open = false;
    } else if (share && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      await window.planqa.copy(share.href);
      tools.querySelector(".pq-said").textContent =
        tools.querySelector(".pq-said").dataset.copied;
    }
  });
})();
