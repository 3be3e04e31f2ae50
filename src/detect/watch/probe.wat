;; Looks at every eight bytes of a text whether a watched secret may have them: a keyed product of the eight, its upper
;; half as the hash, its uppermost 18 bits as the number of a bit in a table. Neighbouring positions do not depend on
;; each other, so a processor works on several at once; a hash that rolls from byte to byte would make it wait.
(module
  (memory (export "memory") 2)
  ;; From $at up to (not including) $end, where at least seven more bytes follow; $table is the table of bits. Writes
  ;; address and hash of each hit to $hits. Stops when the next could be the one beyond $full. Returns where it stopped;
  ;; the end of the hits stands in the global.
  (global $behind (export "behind") (mut i32) (i32.const 0))
  (func (export "probe")
    (param $at i32) (param $end i32) (param $mask i64) (param $key i64) (param $table i32) (param $hits i32) (param $full i32)
    (result i32)
    (local $hash i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $hash
          (i32.wrap_i64
            (i64.shr_u
              (i64.mul (i64.xor (i64.load align=1 (local.get $at)) (local.get $mask)) (local.get $key))
              (i64.const 32))))
        (if
          (i32.and
            (i32.shr_u
              (i32.load8_u
                (i32.add (local.get $table) (i32.shr_u (local.get $hash) (i32.const 17))))
              (i32.and (i32.shr_u (local.get $hash) (i32.const 14)) (i32.const 7)))
            (i32.const 1))
          (then
            (i32.store (local.get $hits) (local.get $at))
            (i32.store offset=4 (local.get $hits) (local.get $hash))
            (local.set $hits (i32.add (local.get $hits) (i32.const 8)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (br_if $done (i32.ge_u (local.get $hits) (local.get $full)))
            (br $next)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (global.set $behind (local.get $hits))
    (local.get $at)))
