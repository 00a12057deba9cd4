// The person's menu closes when one clicks or tabs away from it, and on Escape.
const menus = () => document.querySelectorAll("details.menu[open]");

const closeUnless = (holds) => menus().forEach((menu) => holds(menu) || menu.removeAttribute("open"));

document.addEventListener("click", (event) => closeUnless((menu) => menu.contains(event.target)));
document.addEventListener("focusin", (event) => closeUnless((menu) => menu.contains(event.target)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
});
