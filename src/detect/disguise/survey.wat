;; Reads a text sixteen bytes at a time and writes down the few places that a pass has to look at: nearly all of a text is of
;; no interest to any of them, and finding that out byte by byte is most of what they would do.
;;
;; A class of bytes is a table of 32 bytes: sixteen by the low half of a byte, sixteen by its high half; a byte belongs to
;; the class when the two that it leads to have a bit in common. A bitmap has a bit for each byte of the text; eight
;; bytes of zeros follow it.
(module
  (memory (export "memory") 2)

  ;; Writes the bitmap of a class. The text is read up to fifteen bytes behind its end.
  (func $classify (param $text i32) (param $length i32) (param $class i32) (param $bitmap i32)
    (local $low v128) (local $high v128) (local $bytes v128) (local $at i32)
    (local.set $low (v128.load (local.get $class)))
    (local.set $high (v128.load offset=16 (local.get $class)))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
        (local.set $bytes (v128.load align=1 (i32.add (local.get $text) (local.get $at))))
        (i32.store16
          (local.get $bitmap)
          (i8x16.bitmask
            (i8x16.ne
              (v128.and
                (i8x16.swizzle (local.get $low) (v128.and (local.get $bytes) (i8x16.splat (i32.const 0x0f))))
                (i8x16.swizzle (local.get $high) (i8x16.shr_u (local.get $bytes) (i32.const 4))))
              (v128.const i64x2 0 0))))
        (local.set $bitmap (i32.add (local.get $bitmap) (i32.const 2)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $each)))
    (if (i32.and (local.get $length) (i32.const 15))
      (then
        (i32.store16
          (i32.sub (local.get $bitmap) (i32.const 2))
          (i32.and
            (i32.load16_u (i32.sub (local.get $bitmap) (i32.const 2)))
            (i32.sub
              (i32.shl (i32.const 1) (i32.and (local.get $length) (i32.const 15)))
              (i32.const 1))))))
    (i64.store align=1 (local.get $bitmap) (i64.const 0)))

  ;; Writes the places of a text to $places, and to $bits who wants to look at each. `kinds` holds the kind of each byte
  ;; value, 0 being the edge of the text; `wanted` holds who wants to look, for each three kinds in a row. $class holds
  ;; all bytes that anybody wants to look at. Returns the number of places.
  (func (export "survey")
    (param $text i32) (param $length i32) (param $class i32) (param $kinds i32) (param $wanted i32)
    (param $bitmap i32) (param $places i32) (param $bits i32)
    (result i32)
    (local $base i32) (local $word i64) (local $at i32) (local $want i32) (local $count i32)
    (call $classify (local.get $text) (local.get $length) (local.get $class) (local.get $bitmap))
    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $base) (local.get $length)))
        (local.set $word
          (i64.load align=1 (i32.add (local.get $bitmap) (i32.shr_u (local.get $base) (i32.const 3)))))
        (block $none
          (loop $ones
            (br_if $none (i64.eqz (local.get $word)))
            (local.set $at (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $word)))))
            (local.set $word (i64.and (local.get $word) (i64.sub (local.get $word) (i64.const 1))))
            (local.set $want
              (i32.load8_u
                (i32.add
                  (local.get $wanted)
                  (i32.or
                    (i32.or
                      (i32.shl
                        (if (result i32) (local.get $at)
                          (then
                            (i32.load8_u
                              (i32.add
                                (local.get $kinds)
                                (i32.load8_u (i32.sub (i32.add (local.get $text) (local.get $at)) (i32.const 1))))))
                          (else (i32.const 0)))
                        (i32.const 10))
                      (i32.shl
                        (i32.load8_u
                          (i32.add
                            (local.get $kinds)
                            (i32.load8_u (i32.add (local.get $text) (local.get $at)))))
                        (i32.const 5)))
                    (if (result i32) (i32.lt_u (i32.add (local.get $at) (i32.const 1)) (local.get $length))
                      (then
                        (i32.load8_u
                          (i32.add
                            (local.get $kinds)
                            (i32.load8_u offset=1 (i32.add (local.get $text) (local.get $at))))))
                      (else (i32.const 0)))))))
            ;; Written in any case, and kept only if somebody wants it: no branch to be guessed wrong.
            (i32.store (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 2))) (local.get $at))
            (i32.store8 (i32.add (local.get $bits) (local.get $count)) (local.get $want))
            (local.set $count (i32.add (local.get $count) (i32.ne (local.get $want) (i32.const 0))))
            (br $ones)))
        (local.set $base (i32.add (local.get $base) (i32.const 64)))
        (br $words)))
    (local.get $count))

  ;; Writes to $turns where each run of bytes of a class begins and ends, by turns. Returns the end of what was written.
  (func $turns
    (param $text i32) (param $length i32) (param $class i32) (param $bitmap i32) (param $turns i32)
    (result i32)
    (local $base i32) (local $word i64) (local $last i64) (local $changes i64)
    (call $classify (local.get $text) (local.get $length) (local.get $class) (local.get $bitmap))
    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $base) (local.get $length)))
        (local.set $word
          (i64.load align=1 (i32.add (local.get $bitmap) (i32.shr_u (local.get $base) (i32.const 3)))))
        ;; A bit is set where one differs from the one before it.
        (local.set $changes
          (i64.xor (local.get $word) (i64.or (i64.shl (local.get $word) (i64.const 1)) (local.get $last))))
        (local.set $last (i64.shr_u (local.get $word) (i64.const 63)))
        (block $none
          (loop $each
            (br_if $none (i64.eqz (local.get $changes)))
            (i32.store
              (local.get $turns)
              (i32.add (local.get $base) (i32.wrap_i64 (i64.ctz (local.get $changes)))))
            (local.set $turns (i32.add (local.get $turns) (i32.const 4)))
            (local.set $changes
              (i64.and (local.get $changes) (i64.sub (local.get $changes) (i64.const 1))))
            (br $each)))
        (local.set $base (i32.add (local.get $base) (i32.const 64)))
        (br $words)))
    ;; A run that fills the last word ends with the text; any other one ends in its word.
    (i32.store (local.get $turns) (local.get $length))
    (i32.add (local.get $turns) (i32.shl (i32.wrap_i64 (local.get $last)) (i32.const 2))))

  ;; Writes to $runs where each run of at least $least bytes of a class begins and ends. There must be room for four times the
  ;; text. Returns the end of what was written.
  (func (export "runs")
    (param $text i32) (param $length i32) (param $class i32) (param $bitmap i32) (param $least i32) (param $runs i32)
    (result i32)
    (local $end i32) (local $at i32) (local $run i64)
    (local.set $end
      (call $turns (local.get $text) (local.get $length) (local.get $class) (local.get $bitmap) (local.get $runs)))
    (local.set $at (local.get $runs))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $run (i64.load align=4 (local.get $at)))
        ;; Written in any case, and kept only if it is long enough: no branch to be guessed wrong.
        (i64.store align=4 (local.get $runs) (local.get $run))
        (local.set $runs
          (i32.add
            (local.get $runs)
            (i32.shl
              (i32.ge_u
                (i32.sub (i32.wrap_i64 (i64.shr_u (local.get $run) (i64.const 32))) (i32.wrap_i64 (local.get $run)))
                (local.get $least))
              (i32.const 3))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $each)))
    (local.get $runs))

  ;; Writes to $words where each run of bytes of a class begins and ends, but for those in the middle of a sentence, which
  ;; stand between two others. Two bytes on either side of the text are read too. Returns the end of what was written.
  (func (export "words")
    (param $text i32) (param $length i32) (param $class i32) (param $bitmap i32) (param $words i32)
    (result i32)
    (local $end i32) (local $at i32) (local $from i32) (local $to i32)
    (local.set $end
      (call $turns (local.get $text) (local.get $length) (local.get $class) (local.get $bitmap) (local.get $words)))
    (local.set $at (local.get $words))
    (block $done
      (loop $each
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $from (i32.add (local.get $text) (i32.load (local.get $at))))
        (local.set $to (i32.add (local.get $text) (i32.load offset=4 (local.get $at))))
        (i64.store align=4 (local.get $words) (i64.load align=4 (local.get $at)))
        (local.set $words
          (i32.add
            (local.get $words)
            (i32.shl
              (i32.eqz
                (i32.and
                  (i32.and
                    (i32.eq (i32.load8_u (i32.sub (local.get $from) (i32.const 1))) (i32.const 0x20))
                    (call $isLetter (i32.load8_u (i32.sub (local.get $from) (i32.const 2)))))
                  (i32.and
                    (i32.eq (i32.load8_u (local.get $to)) (i32.const 0x20))
                    (call $isLetter (i32.load8_u offset=1 (local.get $to))))))
              (i32.const 3))))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br $each)))
    (local.get $words))

  (func $isLetter (param $byte i32) (result i32)
    (i32.lt_u
      (i32.sub (i32.or (local.get $byte) (i32.const 0x20)) (i32.const 0x61))
      (i32.const 26))))
