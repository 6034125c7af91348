package io.partwarden.http;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A name or short text of at most {@code max} UTF-8 bytes (PostgreSQL counts names in bytes; 63 fit), not blank and without
 * control characters. Null is valid; add {@code @NotNull} where it is not.
 */
@Documented
@Constraint(validatedBy = ShortTextValidator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface ShortText {

    int max() default 63;

    String message() default "must be 1 to {max} bytes long, not blank and without control characters";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
