package io.partwarden.execution;

import java.sql.Connection;

/** The sessions of one target, as far as running a plan needs them; failures to open one are problems. */
interface Sessions {

    /** The target's name. */
    String target();

    /** From the target's pool, in autocommit mode; closing gives it back. */
    Connection open();

    /** A session of its own, for settings of its own; closing ends it. */
    Connection openDirect();
}
