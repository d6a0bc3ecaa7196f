export default function ComparePage() {
  return <div class="page" />;
}
