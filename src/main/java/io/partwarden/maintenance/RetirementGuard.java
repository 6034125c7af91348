package io.partwarden.maintenance;

import io.partwarden.sql.KnownTable;
import java.util.Optional;

/**
 * Who may keep a partition from being retired, such as somebody who still fills it. All guards are asked just before it is
 * detached, and again before its table is dropped.
 */
public interface RetirementGuard {

    /** Empty if it may go. */
    Optional<Objection> objection(ManagedName table, KnownTable partition);

    /**
     * @param reason a stable code
     * @param detail a sentence for people
     */
    record Objection(String reason, String detail) {}
}
