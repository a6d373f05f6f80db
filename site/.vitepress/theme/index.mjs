import Theme from 'vitepress/theme-without-fonts';
import Playground from './Playground.vue';
import './theme.css';

export default {
  extends: Theme,
  enhanceApp({ app }) {
    app.component('Playground', Playground);
  },
};
