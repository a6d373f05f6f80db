// Fields with their labels, hints and errors.
import type { ComponentChildren, InputHTMLAttributes, JSX, TargetedEvent } from 'preact';
import { useId } from 'preact/hooks';

interface Said {
  label: string;
  hint?: ComponentChildren;
  error?: string;
}

/** An input's attributes; of its type only that it is one. */
type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'role' | 'list'> & { type?: string };

export function Field({ label, hint, error, type = 'text', ...input }: Said & Input) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type={type as 'text'}
        aria-describedby={`${id}-hint`}
        aria-invalid={error ? true : undefined}
        {...input}
      />
      <p class={error ? 'hint bad' : 'hint'} id={`${id}-hint`}>
        {error ?? hint}
      </p>
    </div>
  );
}

export function Area({ label, hint, error, ...input }: Said & JSX.IntrinsicElements['textarea']) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea id={id} aria-describedby={`${id}-hint`} aria-invalid={error ? true : undefined} {...input} />
      <div class={error ? 'hint bad' : 'hint'} id={`${id}-hint`}>
        {error ?? hint}
      </div>
    </div>
  );
}

export function Choice({
  label,
  hint,
  options,
  onChoose,
  ...select
}: Said & { options: [string, string][]; onChoose: (value: string) => void } & JSX.IntrinsicElements['select']) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...select}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface Ticked {
  label: string;
  hint?: ComponentChildren;
  checked: boolean;
  onChange: (event: TargetedEvent<HTMLInputElement>) => void;
}

export function Check({ label, hint, checked, onChange }: Ticked) {
  const id = useId();
  return (
    <div class="check">
      <input
        type="checkbox"
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        checked={checked}
        onChange={onChange}
      />
      <div>
        <label for={id}>{label}</label>
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** A form that is sent by its button or by Enter. */
export function Form({ onSend, children, ...form }: { onSend: () => void } & JSX.IntrinsicElements['form']) {
  return (
    <form
      {...form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
    </form>
  );
}
