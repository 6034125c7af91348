package io.partwarden.maintenance.hooks;

import io.partwarden.maintenance.hooks.Hook.Decision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a receiver answered: {@code {"decision":"approve|veto|defer","reason":".."}}; nothing at all approves.
 *
 * @param reason at most {@link #MOST_CHARACTERS} characters of it
 */
record HookAnswer(Decision decision, @Nullable String reason) {

    static final int MOST_CHARACTERS = 500;

    private static final HookAnswer APPROVED = new HookAnswer(Decision.APPROVE, null);

    /** Empty for what is no such answer. */
    static Optional<HookAnswer> read(@Nullable String text, JsonMapper json) {
        if (text == null || text.isBlank()) {
            return Optional.of(APPROVED);
        }
        try {
            JsonNode answer = json.readTree(text);
            if (answer.isNull()) {
                return Optional.of(APPROVED);
            }
            return decision(answer.path("decision")).map(decision -> new HookAnswer(decision, reason(answer)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Optional<Decision> decision(JsonNode word) {
        if (!word.isString()) {
            return Optional.empty();
        }
        return switch (word.asString()) {
            case "approve" -> Optional.of(Decision.APPROVE);
            case "veto" -> Optional.of(Decision.VETO);
            case "defer" -> Optional.of(Decision.DEFER);
            default -> Optional.empty();
        };
    }

    private static @Nullable String reason(JsonNode answer) {
        JsonNode reason = answer.path("reason");
        if (!reason.isString()) {
            return null;
        }
        String text = reason.asString().replaceAll("\\p{Cntrl}", " ");
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }
}
