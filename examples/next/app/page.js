import { Device } from './device.js';

export default function Page() {
  return <Device />;
}
