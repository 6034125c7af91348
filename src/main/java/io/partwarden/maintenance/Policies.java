package io.partwarden.maintenance;

import io.partwarden.http.DocumentVersion;
import io.partwarden.http.IfMatch;
import io.partwarden.maintenance.PolicyRepository.Stored;
import io.partwarden.security.Change;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The policies of tables, always read anew, so that a change by another replica counts at once. Changes are made by someone who has seen
 * what is changed, and touch no target: the maintainer does, when it looks next. Documents are checked before they come here.
 */
@Component
public final class Policies {

    private static final ProblemType NOT_FOUND = new ProblemType("policy-not-found", 404, "The table has no policy");

    private final PolicyRepository repository;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final Clock clock;

    Policies(PolicyRepository repository, TransactionTemplate transactions, JsonMapper json, Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    /** @param created false where a policy was replaced or is as it was */
    record Put(ManagedTable table, boolean created) {}

    /** Whether the table still has that very policy, and nobody has paused it or frozen everything. */
    boolean isInForce(ManagedName name, String etag) {
        return repository.isInForce(name, etag);
    }

    public Optional<ManagedTable> find(ManagedName name) {
        return repository.find(name).map(this::table);
    }

    /** 404 {@code policy-not-found} if the table has none. */
    public ManagedTable require(ManagedName name) {
        return find(name)
                .orElseThrow(() -> Problem.of(
                        NOT_FOUND, "Table " + name.table() + " of target '" + name.target() + "' has no policy."));
    }

    /** All of a target's, by schema and name. */
    public List<ManagedTable> ofTarget(String target) {
        return repository.ofTarget(target).stream().map(this::table).toList();
    }

    /** All, by target, schema and name. */
    public List<ManagedTable> list() {
        return repository.list().stream().map(this::table).toList();
    }

    /** Whether a policy is there that is just this document. */
    boolean isAsIs(ManagedName name, PolicyDocument document) {
        return find(name).filter(there -> there.etag().equals(etag(document))).isPresent();
    }

    /**
     * Since when the document is in force if it becomes the table's policy now. A policy that goes on goes on from where it was, so that
     * periods that an outage left out are made yet; where it counts anew, the past is what it says itself.
     */
    Instant inForceSince(ManagedName name, PolicyDocument document) {
        return find(name)
                .filter(old -> !comesIntoForce(old.document(), document) && !document.countsAnew(old.document()))
                .map(ManagedTable::inForceSince)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Creates or replaces; an identical document is left alone.
     *
     * @param inForceSince what {@link #inForceSince} said
     */
    Put put(ManagedName name, PolicyDocument document, Instant inForceSince, IfMatch ifMatch, Change change) {
        Optional<ManagedTable> there = find(name);
        String etag = etag(document);
        if (there.isPresent() && there.get().etag().equals(etag)) {
            return new Put(there.get(), false);
        }
        there.ifPresentOrElse(table -> version(table).requireSeen(ifMatch), ifMatch::requireAbsent);
        change.plan(document).started();
        boolean paused = there.map(ManagedTable::paused).orElse(false);
        ManagedTable table = new ManagedTable(name, document, etag, inForceSince, paused);
        requireFirst(
                name,
                there.isPresent() ? replace(there.get(), table) : repository.insert(stored(table), clock.instant()));
        return new Put(table, there.isEmpty());
    }

    /** Makes the maintainer look at the table in its next pass. */
    void lookAgain(ManagedName name) {
        repository.lookAgain(name, false, false);
    }

    /** Whatever else happens to the policy: this is for emergencies, and asks for no version. */
    ManagedTable pause(ManagedName name, boolean paused, Change change) {
        ManagedTable there = require(name);
        change.started();
        requireFirst(name, repository.pause(name, paused, clock.instant()));
        return new ManagedTable(name, there.document(), there.etag(), there.inForceSince(), paused);
    }

    /** Forgets the policy, its state with it; the table is left as it is, and the record of its runs stays. */
    void delete(ManagedName name, IfMatch ifMatch, Change change) {
        ManagedTable there = require(name);
        if (!ifMatch.isAbsent()) {
            version(there).requireSeen(ifMatch);
        }
        change.started();
        requireFirst(name, repository.delete(name, there.etag()));
    }

    static DocumentVersion version(ManagedTable table) {
        return new DocumentVersion(table.etag());
    }

    private boolean replace(ManagedTable old, ManagedTable table) {
        boolean newPeriods = comesIntoForce(old.document(), table.document())
                || !old.document().hasPeriodsOf(table.document());
        boolean newRetention =
                !Objects.equals(old.document().retention(), table.document().retention());
        return Boolean.TRUE.equals(transactions.execute(transaction -> {
            boolean first = repository.update(stored(table), old.etag(), clock.instant());
            if (first) {
                repository.lookAgain(old.name(), newPeriods, newRetention);
            }
            return first;
        }));
    }

    private static boolean comesIntoForce(PolicyDocument old, PolicyDocument document) {
        return Boolean.FALSE.equals(old.enabled()) && !Boolean.FALSE.equals(document.enabled());
    }

    private ManagedTable table(Stored stored) {
        return new ManagedTable(
                stored.name(),
                json.readValue(stored.document(), PolicyDocument.class),
                stored.etag(),
                stored.inForceSince(),
                stored.paused());
    }

    private Stored stored(ManagedTable table) {
        return new Stored(
                table.name(),
                json.writeValueAsString(table.document()),
                table.etag(),
                table.inForceSince(),
                table.paused());
    }

    private String etag(PolicyDocument document) {
        return DocumentVersion.of(json.writeValueAsString(document)).value();
    }

    private static void requireFirst(ManagedName name, boolean changed) {
        if (!changed) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The policy of table " + name.table()
                            + " was changed by another request at the same moment. Read it again.");
        }
    }
}
