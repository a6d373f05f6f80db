import { load } from '@fingerprintjs/fingerprintjs';

export const run = async () => {
  const agent = await load({ monitoring: false });
  return { id: (await agent.get()).visitorId };
};
