// What the rich editor uses of ProseMirror, in one file (documents §6.3).
export { Schema, DOMParser, DOMSerializer, Fragment, Slice } from 'prosemirror-model';
export { EditorState, Plugin } from 'prosemirror-state';
export { EditorView } from 'prosemirror-view';
export { baseKeymap, toggleMark, setBlockType, wrapIn, lift, chainCommands, exitCode } from 'prosemirror-commands';
export { history, undo, redo } from 'prosemirror-history';
export { keymap } from 'prosemirror-keymap';
export { wrapInList, splitListItem, liftListItem, sinkListItem } from 'prosemirror-schema-list';
export { tableNodes, tableEditing, goToNextCell, addRowAfter, addColumnAfter, deleteRow, deleteColumn, deleteTable, isInTable, toggleHeaderRow } from 'prosemirror-tables';
