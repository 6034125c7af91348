package io.partwarden.table;

import io.partwarden.partition.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The values of one bound as a request spells them: an array, or a scalar where it would have one member. Strings, numbers (kept as
 * their very text, so that none loses a digit), booleans, null, {@code {"minvalue":true}} and {@code {"maxvalue":true}}.
 */
@JsonDeserialize(using = KeyValues.Reader.class)
record KeyValues(List<Datum> data) {

    KeyValues {
        data = List.copyOf(data);
    }

    static final class Reader extends ValueDeserializer<KeyValues> {

        private static final String EXPECTED =
                "A value is a string, a number, a boolean, null, {\"minvalue\":true} or {\"maxvalue\":true}";

        @Override
        public KeyValues deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.isExpectedStartArrayToken()) {
                return new KeyValues(List.of(datum(parser, context)));
            }
            List<Datum> data = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                data.add(datum(parser, context));
            }
            return new KeyValues(data);
        }

        /** {@code "from": null} is a bound of one NULL, which the planner refuses by name, and not an absent field. */
        @Override
        public Object getNullValue(DeserializationContext context) {
            return new KeyValues(List.of(Datum.NULL));
        }

        /** An absent field stays null. */
        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }

        private static Datum datum(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    Datum.of(parser.getString());
                case VALUE_NULL -> Datum.NULL;
                case START_OBJECT -> infinite(parser, context);
                default -> context.reportInputMismatch(KeyValues.class, EXPECTED);
            };
        }

        private static Datum infinite(JsonParser parser, DeserializationContext context) {
            String member = parser.nextName();
            boolean isTrue = member != null && parser.nextToken() == JsonToken.VALUE_TRUE;
            if (isTrue && parser.nextToken() == JsonToken.END_OBJECT) {
                if (member.equals("minvalue")) {
                    return Datum.MINVALUE;
                }
                if (member.equals("maxvalue")) {
                    return Datum.MAXVALUE;
                }
            }
            return context.reportInputMismatch(KeyValues.class, EXPECTED);
        }
    }
}
