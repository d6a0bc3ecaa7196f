export default function ArchitecturePage(props: { slug: string }) {
  return <div class="page">{props.slug}</div>;
}
