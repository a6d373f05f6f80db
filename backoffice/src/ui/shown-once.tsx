import type { ComponentChildren } from 'preact';
import { Code, Notice } from './parts';

/** A secret that no answer tells again. `what` it is: `secret key`; children say what to do with it. */
export function ShownOnce({
  what,
  secret,
  close,
  children,
}: {
  what: string;
  secret: string;
  close: () => void;
  children?: ComponentChildren;
}) {
  return (
    <Notice kind="warn">
      <p>
        <strong>Save this {what} now: it is shown only once.</strong>
      </p>
      <Code text={secret} label={what.replace(/^./, (first) => first.toUpperCase())} />
      {children}
      <p>
        <button type="button" class="button" onClick={close}>
          I have saved it
        </button>
      </p>
    </Notice>
  );
}
