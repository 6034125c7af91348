package io.partwarden.maintenance;

import io.partwarden.partition.Partition;
import java.util.Optional;

/** Who may keep a partition from being retired, such as somebody who still fills it. All guards are asked, just before. */
public interface RetirementGuard {

    /** Empty if it may go. */
    Optional<Objection> objection(ManagedName table, Partition partition);

    /**
     * @param reason a stable code
     * @param detail a sentence for people
     */
    record Objection(String reason, String detail) {}
}
