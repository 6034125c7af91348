package io.partwarden.http;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decides {@link ShortText}. */
public final class ShortTextValidator implements ConstraintValidator<ShortText, CharSequence> {

    private int max = Integer.MAX_VALUE;

    @Override
    public void initialize(ShortText constraint) {
        max = constraint.max();
    }

    @Override
    public boolean isValid(@Nullable CharSequence value, ConstraintValidatorContext context) {
        if (value == null) {
            return true;
        }
        String text = value.toString();
        return !text.isBlank()
                && text.codePoints().noneMatch(ShortTextValidator::isControl)
                && text.getBytes(StandardCharsets.UTF_8).length <= max;
    }

    /** Controls, line and paragraph separators, and halves of surrogate pairs, which no UTF-8 database can store. */
    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
