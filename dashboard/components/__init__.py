"""The page's building blocks: Vue components, controls and colours."""
