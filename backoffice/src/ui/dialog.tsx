// A question that must be answered first. The browser's own dialog keeps the focus inside.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useAct } from '../load';
import { Failure } from './parts';

export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

/** A button that asks before it acts; `typed` must be typed to confirm what cannot be undone. */
export function Confirm({
  button,
  title,
  children,
  confirm,
  typed,
  danger = true,
  onConfirm,
}: {
  button: string;
  title: string;
  children: ComponentChildren;
  confirm: string;
  typed?: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { busy, error, act } = useAct();
  const id = useId();
  const run = async () => {
    if (await act(onConfirm)) setOpen(false);
  };
  return (
    <>
      <button type="button" class={danger ? 'button danger' : 'button'} onClick={() => setOpen(true)}>
        {button}
      </button>
      {open && (
        <Dialog title={title} onClose={() => setOpen(false)}>
          <div class="stack">
            {children}
            {typed && (
              <div class="field">
                <label for={id}>
                  Type <code>{typed}</code> to confirm
                </label>
                <input
                  id={id}
                  value={text}
                  autocomplete="off"
                  onInput={(event) => setText(event.currentTarget.value)}
                />
              </div>
            )}
            <Failure error={error} />
            <div class="actions">
              <button type="button" class="button" onClick={() => setOpen(false)}>
                Cancel
              </button>
              <button
                type="button"
                class={danger ? 'button danger primary' : 'button primary'}
                disabled={busy || (typed !== undefined && text !== typed)}
                onClick={run}
              >
                {confirm}
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
