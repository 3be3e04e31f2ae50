;; Reads a text once and writes down the few places that a pass has to look at: nearly all of a text is of no interest to
;; any of them, and finding that out byte by byte is most of what they would do.
;;
;; `kinds` holds the kind of each byte value: its number in the low five bits, 0 being the edge of the text; the highest
;; bit says that it is a letter of an encoding. `wanted` holds, for each three kinds in a row, who wants to look at the
;; byte in the middle, as bits.
(module
  (memory (export "memory") 2)
  ;; Where the list of runs ends that was written by the last call.
  (global $runsEnd (export "runsEnd") (mut i32) (i32.const 0))

  ;; Writes the offset of each place to $places and its bits to $bits, and to $runs where each run of at least $minRun
  ;; letters of an encoding begins and ends. Returns the number of places.
  (func (export "survey")
    (param $text i32) (param $length i32) (param $kinds i32) (param $wanted i32)
    (param $places i32) (param $bits i32) (param $runs i32) (param $minRun i32)
    (result i32)
    (local $at i32) (local $kind i32) (local $next i32) (local $row i32) (local $want i32) (local $count i32) (local $run i32)
    (if (i32.eqz (local.get $length))
      (then
        (global.set $runsEnd (local.get $runs))
        (return (i32.const 0))))
    (local.set $kind (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u (local.get $text)))))
    (local.set $row (i32.and (local.get $kind) (i32.const 0x1f)))
    (loop $each
      (local.set $next
        (if (result i32) (i32.lt_u (i32.add (local.get $at) (i32.const 1)) (local.get $length))
          (then (i32.load8_u (i32.add (local.get $kinds) (i32.load8_u offset=1 (i32.add (local.get $text) (local.get $at))))))
          (else (i32.const 0))))
      (local.set $row
        (i32.and
          (i32.or (i32.shl (local.get $row) (i32.const 5)) (i32.and (local.get $next) (i32.const 0x1f)))
          (i32.const 0x7fff)))
      (if (local.tee $want (i32.load8_u (i32.add (local.get $wanted) (local.get $row))))
        (then
          (i32.store (i32.add (local.get $places) (i32.shl (local.get $count) (i32.const 2))) (local.get $at))
          (i32.store8 (i32.add (local.get $bits) (local.get $count)) (local.get $want))
          (local.set $count (i32.add (local.get $count) (i32.const 1)))))
      (if (i32.and (local.get $kind) (i32.const 0x80))
        (then (local.set $run (i32.add (local.get $run) (i32.const 1))))
        (else
          (if (i32.ge_u (local.get $run) (local.get $minRun))
            (then
              (i32.store (local.get $runs) (i32.sub (local.get $at) (local.get $run)))
              (i32.store offset=4 (local.get $runs) (local.get $at))
              (local.set $runs (i32.add (local.get $runs) (i32.const 8)))))
          (local.set $run (i32.const 0))))
      (local.set $kind (local.get $next))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $length))))
    (if (i32.ge_u (local.get $run) (local.get $minRun))
      (then
        (i32.store (local.get $runs) (i32.sub (local.get $at) (local.get $run)))
        (i32.store offset=4 (local.get $runs) (local.get $at))
        (local.set $runs (i32.add (local.get $runs) (i32.const 8)))))
    (global.set $runsEnd (local.get $runs))
    (local.get $count))

  ;; Writes to $values where each value begins and ends. Left out are words between two others, which are in the middle of
  ;; a sentence, and names of members. `name=value`, `"name":1` and `?a=b` begin behind the sign; padding at the end
  ;; belongs to the value. `flags` holds for each byte value 1 for a byte of a value and 2 for a letter. In front of the
  ;; text and behind it stand two bytes that are neither. Returns the end of what was written.
  (func (export "values") (param $text i32) (param $length i32) (param $flags i32) (param $values i32) (result i32)
    (local $at i32) (local $end i32) (local $from i32) (local $byte i32) (local $start i32)
    (local.set $at (local.get $text))
    (local.set $end (i32.add (local.get $text) (local.get $length)))
    (local.set $from (i32.const -1))
    (loop $each
      (local.set $byte (i32.load8_u (local.get $at)))
      (if (i32.and (i32.load8_u (i32.add (local.get $flags) (local.get $byte))) (i32.const 1))
        (then
          (if (i32.eq (local.get $from) (i32.const -1))
            (then
              (local.set $from (local.get $at))
              (local.set $start
                (i32.add (local.get $at) (i32.eq (local.get $byte) (i32.const 0x3a)))))
            (else
              ;; A sign with a byte behind it that is none, and one more.
              (if (i32.and
                    (i32.eq (i32.load8_u (i32.sub (local.get $at) (i32.const 2))) (i32.const 0x3d))
                    (i32.and
                      (i32.ne (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 0x3d))
                      (i32.and
                        (i32.ge_u (i32.sub (local.get $at) (local.get $from)) (i32.const 2))
                        (i32.ne (i32.load8_u (local.get $from)) (i32.const 0x3a)))))
                (then (local.set $start (i32.sub (local.get $at) (i32.const 1))))))))
        (else
          (if (i32.ne (local.get $from) (i32.const -1))
            (then
              (block $left
                (br_if $left
                  (i32.and
                    (i32.or (i32.eq (local.get $byte) (i32.const 0x22)) (i32.eq (local.get $byte) (i32.const 0x27)))
                    (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 0x3a))))
                (if (i32.eq (local.get $byte) (i32.const 0x20))
                  (then
                    (br_if $left
                      (i32.and
                        (i32.eq (i32.load8_u (i32.sub (local.get $from) (i32.const 1))) (i32.const 0x20))
                        (i32.and
                          (call $isLetter (local.get $flags) (i32.sub (local.get $from) (i32.const 2)))
                          (call $isLetter (local.get $flags) (i32.add (local.get $at) (i32.const 1))))))))
                (i32.store (local.get $values) (i32.sub (local.get $start) (local.get $text)))
                (i32.store offset=4 (local.get $values) (i32.sub (local.get $at) (local.get $text)))
                (local.set $values (i32.add (local.get $values) (i32.const 8))))
              (local.set $from (i32.const -1))))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      ;; The byte behind the text ends its last value.
      (br_if $each (i32.le_u (local.get $at) (local.get $end))))
    (local.get $values))

  (func $isLetter (param $flags i32) (param $at i32) (result i32)
    (i32.ne
      (i32.and (i32.load8_u (i32.add (local.get $flags) (i32.load8_u (local.get $at)))) (i32.const 2))
      (i32.const 0))))
