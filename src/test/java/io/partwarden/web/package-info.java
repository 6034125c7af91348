@NullMarked
package io.partwarden.web;

import org.jspecify.annotations.NullMarked;
