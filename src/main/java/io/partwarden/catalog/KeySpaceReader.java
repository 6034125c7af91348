package io.partwarden.catalog;

import io.partwarden.partition.Bound;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.PartitionKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads a request's values for one table's key, and finds the one that the server does not take. */
final class KeySpaceReader {

    private final JdbcClient session;
    private final long parent;
    private final PartitionKey key;

    KeySpaceReader(JdbcClient session, long parent, PartitionKey key) {
        this.session = session;
        this.parent = parent;
        this.key = key;
    }

    /** @throws InvalidKeyValueException naming the first of {@code extra} that cannot be read; the transaction is still good then */
    KeySpace of(List<Bound> bounds, List<Set<String>> extra) {
        KeyRanking.Question question = KeyRanking.Question.of(parent, key, bounds);
        for (int i = 0; i < extra.size(); i++) {
            for (String text : extra.get(i)) {
                if (text.indexOf('\0') >= 0) {
                    throw new InvalidKeyValueException(i, text);
                }
                question.values().get(i).add(text);
            }
        }
        session.sql("SAVEPOINT reading").update();
        try {
            Map<Long, KeySpace> answer = new KeyRanking(session).of(List.of(question));
            return answer.values().iterator().next();
        } catch (DataAccessException e) {
            if (!isValuesFault(e)) {
                throw e;
            }
            for (int i = 0; i < extra.size(); i++) {
                requireReadable(i, List.copyOf(extra.get(i)));
            }
            throw e;
        }
    }

    /** Halves the texts until the first that cannot be read is alone. */
    private void requireReadable(int column, List<String> texts) {
        if (texts.isEmpty() || isReadable(column, texts)) {
            return;
        }
        if (texts.size() == 1) {
            throw new InvalidKeyValueException(column, texts.get(0));
        }
        requireReadable(column, texts.subList(0, texts.size() / 2));
        requireReadable(column, texts.subList(texts.size() / 2, texts.size()));
    }

    private boolean isReadable(int column, List<String> texts) {
        session.sql("ROLLBACK TO SAVEPOINT reading").update();
        try {
            session.sql("SELECT count(v::text) FROM "
                            + KeyRanking.read("texts", key.columns().get(column).type()))
                    .param("texts", texts.toArray(new String[0]))
                    .query(Long.class)
                    .single();
            return true;
        } catch (DataAccessException e) {
            if (isValuesFault(e)) {
                session.sql("ROLLBACK TO SAVEPOINT reading").update();
                return false;
            }
            throw e;
        }
    }

    /** Classes 22 (data exception) and 23 (a domain's CHECK or NOT NULL). */
    private static boolean isValuesFault(DataAccessException failure) {
        return failure.getRootCause() instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
    }
}
