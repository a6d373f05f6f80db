/** Something that is loaded once a page, when it is first needed. */

/** Starts loading, unless that was done; after a failure, tries once more, and anew when asked again. `attempt` counts from 0. */
export function lazy<T>(start: (attempt: number) => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  let attempts = 0;
  return () => {
    if (!loading) {
      loading = start(attempts++).catch(() => start(attempts++));
      loading.catch(() => {
        loading = undefined;
      });
    }
    return loading;
  };
}
