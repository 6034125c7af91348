package io.partwarden.security;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tokens that let callers in. A deleted one is refused at once by the replica that deleted it, and within {@link #FRESH} by the
 * others.
 */
@Service
class Tokens {

    static final ProblemType LAST_ADMIN = new ProblemType("last-admin", 409, "The last admin token cannot go");
    static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration COARSE = Duration.ofMinutes(5);
    private static final int MOST_CACHED = 1_000;

    private final TokenRepository tokens;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<TokenSecret.Hash, Known> known = new ConcurrentHashMap<>();

    Tokens(TokenRepository tokens, TransactionTemplate transaction, Clock clock) {
        this.tokens = tokens;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The token of that secret, if there is one that has not expired. */
    Optional<Token> find(String secret) {
        Instant now = clock.instant();
        TokenSecret.Hash hash = TokenSecret.hash(secret);
        Known cached = known.get(hash);
        Optional<Token> found =
                cached != null && now.isBefore(cached.until()) ? Optional.of(cached.token()) : load(hash, now);
        return found.filter(token -> !token.isExpired(now));
    }

    List<Token> page(String after, int limit) {
        return tokens.page(after, limit);
    }

    /** Stores a token and returns its secret, which nobody can see again. */
    String create(Token token) {
        String secret = TokenSecret.generate();
        if (!tokens.insert(token, TokenSecret.hash(secret))) {
            throw taken(token.name());
        }
        return secret;
    }

    /** Refuses a name that {@link #create} would refuse, before anything is recorded as started. */
    void requireFree(String name) {
        if (tokens.exists(name)) {
            throw taken(name);
        }
    }

    private static Problem taken(String name) {
        return Problem.of(
                ProblemType.ALREADY_EXISTS,
                "There is a token named " + name + ". Delete it first, or take another name.");
    }

    /** Refuses what {@link #delete} would refuse, before anything is recorded as started. */
    void requireDeletable(String name) {
        transaction.executeWithoutResult(status -> checkDeletable(name));
    }

    void delete(String name) {
        transaction.executeWithoutResult(status -> {
            checkDeletable(name);
            tokens.delete(name);
        });
        known.clear();
    }

    private void checkDeletable(String name) {
        if (tokens.lockAdmins(clock.instant()).equals(List.of(name))) {
            throw Problem.of(
                    LAST_ADMIN,
                    "Without " + name
                            + " nobody could make tokens any more. Create another admin token without limits first.");
        }
        if (!tokens.exists(name)) {
            throw Problem.of(ProblemType.NOT_FOUND, "There is no token of that name.");
        }
    }

    boolean hasAdmin() {
        return Boolean.TRUE.equals(transaction.execute(
                status -> !tokens.lockAdmins(clock.instant()).isEmpty()));
    }

    /** Makes that secret an admin's under that name, whatever the name stood for before. */
    void putAdmin(String name, String secret) {
        TokenSecret.Hash hash = TokenSecret.hash(secret);
        transaction.executeWithoutResult(status -> {
            Token admin = new Token(name, Role.ADMIN, Limits.NONE, clock.instant(), "configuration", null, null);
            if (!tokens.insert(admin, hash)) {
                tokens.resetToAdmin(name, hash);
            }
        });
        known.clear();
    }

    private Optional<Token> load(TokenSecret.Hash hash, Instant now) {
        Optional<Token> found = tokens.find(hash);
        found.ifPresent(token -> {
            if (known.size() >= MOST_CACHED) {
                known.clear();
            }
            known.put(hash, new Known(token, now.plus(FRESH)));
            Instant lastUsed = token.lastUsedAt();
            if (lastUsed == null || lastUsed.plus(COARSE).isBefore(now)) {
                tokens.touch(token.name(), now);
            }
        });
        return found;
    }

    private record Known(Token token, Instant until) {}
}
