import { Page } from '../ui/parts';

export function Lost() {
  return (
    <Page title="No such page">
      <p>
        The address leads nowhere. <a href="/backoffice">To the start</a>
      </p>
    </Page>
  );
}
