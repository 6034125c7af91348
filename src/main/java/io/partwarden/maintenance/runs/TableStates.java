package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.sql.QualifiedName;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How maintenance of tables stands, for whoever shows it. */
@Component
public final class TableStates {

    private final StateRepository states;

    TableStates(StateRepository states) {
        this.states = states;
    }

    /** Empty before the first look at the table. */
    public Optional<TableState> find(ManagedName name) {
        return states.find(name);
    }

    /** All that were ever looked at, by name; one query. */
    public Map<QualifiedName, TableState> ofTarget(String target) {
        return states.ofTarget(target);
    }
}
