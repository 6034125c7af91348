package io.partwarden.table;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A column's default as a request spells it: SQL text ({@code now()}, {@code 'new'}), or a JSON number or boolean, kept as its very text.
 */
@JsonDeserialize(using = DefaultValue.Reader.class)
record DefaultValue(String expression) {

    static final class Reader extends ValueDeserializer<DefaultValue> {

        @Override
        public DefaultValue deserialize(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    new DefaultValue(parser.getString());
                default ->
                    context.reportInputMismatch(DefaultValue.class, "A default is a text, a number or a boolean");
            };
        }
    }
}
