import { Thumbmark } from '@thumbmarkjs/thumbmarkjs';

export const run = async () => {
  const mark = new Thumbmark({ logging: false });
  return { id: (await mark.get()).thumbmark };
};
