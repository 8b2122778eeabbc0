/** The version of the package, put in when the server is bundled. */
declare const __VERSION__: string;
